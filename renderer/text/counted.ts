/** A sentence in each of a language's plural forms, whole, with `{n}` where the number stands. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** The sentence for this many. */
export function counted(n: number, forms: Forms): string {
  return (forms[rules.select(n)] ?? forms.other).replace('{n}', numbers.format(n));
}
