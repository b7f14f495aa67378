import { formatter } from './locale.ts';
import type { Language } from './languages.ts';

/** A sentence in each of a language's plural forms, whole, with `{n}` where the number stands. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** A whole number, as the locale in use groups its digits. */
export const numberText = (n: number): string =>
  formatter('number', (locale) => new Intl.NumberFormat(locale)).format(n);

/** The sentence for a number, by the plural rules of a language: French counts 0 as one. */
export function pluralOf(language: Language): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (n, forms) => (forms[rules.select(n)] ?? forms.other).replaceAll('{n}', numberText(n));
}
