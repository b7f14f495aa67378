import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The only component that shows a patient's name, always with two identifiers. */
const component = 'renderer/components/PatientIdentity.svelte';

/**
 * Places in markup that name a patient in another way. Tooltips are allowed, since they repeat a name that is already
 * shown.
 */
function namedOtherwise(source: string): string[] {
  const markup = source.replace(/<style[\s\S]*?<\/style>/g, '').replace(/\stitle=("[^"]*"|\{[^}]*\})/g, '');
  const byField = markup.match(/\b(patient|whose|person)\??\.name\b|\b(firstName|lastName|fullName)\b/g);
  const byText = markup.match(/\b(patientText|destinationText|shortDestinationText)\(/g);
  return [...(byField ?? []), ...(byText ?? [])];
}

it('names a patient only by the one component', () => {
  const found = globSync('renderer/**/*.svelte')
    .filter((file) => file.replaceAll('\\', '/') !== component)
    .flatMap((file) => namedOtherwise(readFileSync(file, 'utf8')).map((how) => `${file}: ${how}`));
  expect(found).toEqual([]);
});

it('finds a patient who is named in another way', () => {
  expect(namedOtherwise('<dd>{destination.patient.name}</dd>')).toEqual(['patient.name']);
  expect(namedOtherwise('<p>{shortDestinationText(candidate)}</p>')).toEqual(['shortDestinationText(']);
  expect(namedOtherwise('const text = $derived(patientText(patient));')).toEqual(['patientText(']);
  expect(namedOtherwise('<PatientIdentity {patient} /><b title={patientText(patient)}>')).toEqual([]);
});
