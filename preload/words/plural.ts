import { formatter } from './locale.ts';
import type { Language } from './languages.ts';

/** A complete sentence for each plural form, with `{n}` for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** A whole number with the locale's digit grouping. */
export const numberText = (n: number): string =>
  formatter('number', (locale) => new Intl.NumberFormat(locale)).format(n);

const rules = new Map<Language, Intl.PluralRules>();

function rulesOf(language: Language): Intl.PluralRules {
  const made = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, made);
  return made;
}

/** The sentence for a number by the language's plural rules. In French 0 is singular. */
export const pluralOf =
  (language: Language) =>
  (n: number, forms: Forms): string =>
    (forms[rulesOf(language).select(n)] ?? forms.other).replaceAll('{n}', numberText(n));
