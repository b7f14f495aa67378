import { expect, it } from 'vitest';
import { z } from 'zod';
import { requests } from '../../preload/contract/requests.ts';

/** Field names that suggest a path on this machine. */
const pathLike = /path|file(?!s$)|folder(?!$)|dir|home|root|location|uri|url/i;
/** Fields that are not paths: texts for the service, a person's words, or patterns for names. */
const words = new Set([
  'clinic:useKey apiKey',
  'clinic:useKey presentKey',
  'proxy:useCredentials user',
  'proxy:useCredentials password',
  'patients:search query',
  'person:tell name',
  'jobs:assign description',
  'jobs:describe description',
  // Only compared with the filter's patterns: nothing of that name is looked for.
  'jobs:filter names[]',
  'attachments:list filters[]',
  'attachments:list next',
  'history:page search',
  'settings:update descriptionPresets[]',
  // The content of a file. It names folders, so only a host without a dialog takes it, and only for folders that its
  // browser would show.
  'settings:preview text',
  'settings:import from.text',
  'sheets:importKey text',
  'sheets:importKey passphrase',
  'sheets:exportKey passphrase',
  // Printed on paper.
  'sheets:draw sheets[].title',
  'sheets:draw sheets[].lines[]',
  'sheets:draw sheets[].notes[]',
  'sheets:draw sheets[].code',
  'sheets:draw sheets[].mark',
  // Only read as a name and a pattern: no file of that name is opened.
  'folders:tryPattern pattern',
  'folders:tryPattern example',
  'folders:save folder.ignore[]',
  'folders:save folder.description',
  'folders:save folder.nameTemplate',
  'folders:save folder.route.pattern',
  'folders:save folder.route.destination.patient.name',
  'folders:save folder.route.destination.patient.dateOfBirth',
  'folders:save folder.route.destination.case.name',
]);
const places = [
  '/etc/shadow',
  '\\\\server\\share\\scan.pdf',
  'C:\\Users\\desk\\scan.pdf',
  '../../etc/shadow',
];

/** Every text field of an input, by its path in the schema. */
function textsOf(schema: z.core.$ZodType, at: string): [string, z.core.$ZodType][] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([name, inner]) =>
      textsOf(inner, at === '' ? name : `${at}.${name}`),
    );
  if (schema instanceof z.ZodArray) return textsOf(schema.element, `${at}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => textsOf(one, at));
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return textsOf(schema.unwrap(), at);
  const isBounded =
    schema instanceof z.ZodEnum ||
    schema instanceof z.ZodLiteral ||
    schema instanceof z.ZodNumber ||
    schema instanceof z.ZodBoolean ||
    schema instanceof z.ZodNull;
  return isBounded ? [] : [[at, schema]];
}

const texts = Object.entries(requests).flatMap(([channel, { input }]) =>
  textsOf(input, '').map(([at, schema]) => ({ name: `${channel} ${at}`, at, schema })),
);

it('has no field of a request whose name is a place on this machine', () => {
  const named = texts.flatMap(({ name, at }) =>
    at.split(/[.[\]]+/).some((one) => pathLike.test(one)) ? name : [],
  );
  expect(named).toEqual([]);
});

it('allows a path on this machine in no field except words', () => {
  const taking = texts
    .filter(({ schema }) => places.some((place) => z.safeParse(schema, place).success))
    .map(({ name }) => name);
  expect([...new Set(taking)].filter((name) => !words.has(name))).toEqual([]);
});

it('finds a path in a request that has one', () => {
  const found = textsOf(z.object({ paths: z.array(z.string()), target: z.object({ file: z.string() }) }), '');
  expect(found.map(([at]) => at)).toEqual(['paths[]', 'target.file']);
  expect(found.every(([at]) => pathLike.test(at))).toBe(true);
});
