/** Adds the non-breaking spaces of French punctuation. Translators type normal ones. */
const frenchSpaces = (text: string): string =>
  text
    .replaceAll(/ (?=[;!?])/g, '\u202F')
    .replaceAll(/ (?=[:»%])/g, '\u00A0')
    .replaceAll('« ', '«\u00A0');

type Said = string | ((...given: never[]) => string);
type Area = Record<string, Said>;

/** A catalogue with French spaces, including the results of its functions. */
export const withFrenchSpaces = <T extends Record<string, Area>>(catalogue: T): T =>
  Object.fromEntries(
    Object.entries(catalogue).map(([name, area]) => [
      name,
      Object.fromEntries(Object.entries(area).map(([key, said]) => [key, spaced(said)])),
    ]),
  ) as T;

const spaced = (said: Said): Said =>
  typeof said === 'string' ? frenchSpaces(said) : (...given) => frenchSpaces(said(...given));
