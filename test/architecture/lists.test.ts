import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { requests } from '../../preload/contract/requests.ts';
import {
  addedSchema,
  archivedSchema,
  assignmentsSchema,
  movedSchema,
  outcomesSchema,
} from '../../preload/contract/views.ts';
import { signedSheetsSchema } from '../../preload/contract/sheets.ts';

/** Lists that the core pushes to every window or returns only once. None is kept as the answer to a question. */
const pushed = new Set([
  'folders:list',
  'folders:save',
  'folders:takeLeft',
  'folders:remove',
  'folders:restore',
  'host:take',
  'jobs:read',
]);

/** The results of acts. */
const outcomes = new Set<z.ZodType>([
  outcomesSchema,
  assignmentsSchema,
  addedSchema,
  archivedSchema,
  movedSchema,
  signedSheetsSchema,
]);

/** True if an answer is a list or contains one: `[…]`, `{ rows: […] }`. */
function isList(output: z.ZodType): boolean {
  if (outcomes.has(output)) return false;
  if (output instanceof z.ZodArray) return true;
  if (!(output instanceof z.ZodObject)) return false;
  return ['rows', 'folders'].some((name) => output.shape[name] instanceof z.ZodArray);
}

const lists = Object.entries(requests)
  .filter(([channel, { output }]) => isList(output) && !pushed.has(channel))
  .map(([channel]) => channel);

const files = globSync('renderer/**/*.{ts,svelte}').filter((file) => !file.endsWith('/asked.svelte.ts'));

/** Channels that are requested outside `Asked`, the class that keeps an answer with its question. */
function heldOtherwise(source: string): string[] {
  return lists.filter((channel) =>
    [...source.matchAll(new RegExp(`'${channel}'`, 'g'))].some(({ index }) => {
      const before = source.slice(Math.max(0, index - 400), index);
      const call = /\b(ask|attempt|call)\(\s*$/.exec(before);
      if (call === null) return false;
      // Allowed inside `new Asked(…)`, inside an extension of its answer, and in the method that serves both.
      return !/(new (Asked|made)\b|\.extend\(|#page\()(?![\s\S]*\n {2}\}\n)[\s\S]*$/.test(before);
    }),
  );
}

it('knows the lists of the contract', () => {
  expect(lists).toEqual([
    'patients:search',
    'patients:cases',
    'destination:recent',
    'jobs:page',
    'attachments:list',
    'users:names',
    'history:days',
    'history:page',
    'history:story',
    'folders:browse',
    'folders:suggest',
  ]);
});

it('holds each list of the window together with the question that it answers', () => {
  const found = files.flatMap((file) =>
    heldOtherwise(readFileSync(file, 'utf8')).map((channel) => `${file}: ${channel}`),
  );
  expect(found).toEqual([]);
});

it('finds a list that is held in another way', () => {
  const search = "results = await core.ask('patients:search', { query });";
  const cases = "void core.bridge.call('patients:cases', { patientId }).then((found) => (rows = found));";
  expect(heldOtherwise(search)).toEqual(['patients:search']);
  expect(heldOtherwise(cases)).toEqual(['patients:cases']);
  expect(heldOtherwise("new Asked((query) => core.bridge.call('patients:search', { query }))")).toEqual([]);
});
