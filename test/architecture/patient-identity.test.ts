import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The one component that shows a patient's name; it always shows who of that name it is. */
const component = 'renderer/components/PatientIdentity.svelte';

/**
 * Where the markup of a component names a patient by other means. What stands in a title is read on hovering, beside a
 * name that is shown already.
 */
function namedOtherwise(source: string): string[] {
  const markup = source.replace(/<style[\s\S]*?<\/style>/g, '').replace(/\stitle=("[^"]*"|\{[^}]*\})/g, '');
  const byField = markup.match(/\b(patient|whose|person)\??\.name\b|\b(firstName|lastName|fullName)\b/g);
  const byText = markup.match(/\b(patientText|destinationText|shortDestinationText)\(/g);
  return [...(byField ?? []), ...(byText ?? [])];
}

it('names a patient by the one component wherever the window shows one', () => {
  const found = globSync('renderer/**/*.svelte')
    .filter((file) => file.replaceAll('\\', '/') !== component)
    .flatMap((file) => namedOtherwise(readFileSync(file, 'utf8')).map((how) => `${file}: ${how}`));
  expect(found).toEqual([]);
});

it('finds a patient who is named otherwise', () => {
  expect(namedOtherwise('<dd>{destination.patient.name}</dd>')).toEqual(['patient.name']);
  expect(namedOtherwise('<p>{shortDestinationText(candidate)}</p>')).toEqual(['shortDestinationText(']);
  expect(namedOtherwise('const text = $derived(patientText(patient));')).toEqual(['patientText(']);
  expect(namedOtherwise('<PatientIdentity {patient} /><b title={patientText(patient)}>')).toEqual([]);
});
