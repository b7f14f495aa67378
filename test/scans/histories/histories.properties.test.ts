import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patientIdSchema } from '../../../preload/contract/ids.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import { type Act, play } from './act.ts';
import { createRecords, type Mistake } from './program.ts';
import { diskKinds } from './world.ts';

const patients: Destination[] = [
  ['1968645883121642782', 'Jane Citizen'],
  ['1968645883121642783', 'Wei Li'],
].map(([id, name]) => ({
  kind: 'patient',
  patient: { id: patientIdSchema.parse(id), name: name ?? '', dateOfBirth: '1980-02-03' },
}));

const at = fc.nat({ max: 9 });
const ofFile = fc.record({
  kind: fc.constantFrom('scan', 'overwrite', 'overwrite alike', 'save again', 'touch', 'permit'),
  at,
});
const ofTwo = fc.record({ kind: fc.constantFrom('rename', 'rename and touch', 'copy'), at, to: at });
const ofPlace = fc.record({ kind: fc.constantFrom('respell', 'take out', 'put back', 'put back as'), at });
const ofAll = fc.record({
  kind: fc.constantFrom('rename folder', 'restore all', 'remount', 'clock jump', 'rest', 'off', 'on'),
});
const ofProgram = fc.oneof(
  fc.record({ kind: fc.constantFrom('subfolders', 'file one') }),
  fc.record({ kind: fc.constant('arm'), at }),
);
/** How one file is taken, removed and restored, which random acts rarely do. */
const errand: fc.Arbitrary<Act[]> = fc
  .tuple(fc.constantFrom('file one', 'take out', 'rename', 'rename and touch'), fc.boolean(), at, at, at)
  .map(([goes, rests, first, second, file]) => [
    { kind: 'arm', at: first },
    { kind: 'scan', at: file },
    { kind: goes, at: file, to: second },
    ...(rests ? [{ kind: 'rest' as const }] : []),
    { kind: 'arm', at: second },
    { kind: 'put back', at: file },
  ]);
const one = fc.oneof(ofFile, ofTwo, ofPlace, ofAll, ofProgram).map((act) => [act]) as fc.Arbitrary<Act[]>;
const acts = fc
  .array(fc.oneof({ weight: 5, arbitrary: one }, { weight: 1, arbitrary: errand }), { maxLength: 12 })
  .map((parts) => parts.flat());
const history = fc.tuple(fc.constantFrom(...diskKinds), acts);

const historiesInOneDatabase = 200;
/** Number of histories. The environment sets 20,000 and other seeds for a long run. */
const runs = Number(process.env['CHARTDROP_HISTORIES'] ?? 5_000);

const check = async (mistake: Mistake, numRuns: number): Promise<string> => {
  let records = createRecords();
  let histories = 0;
  const property = fc.asyncProperty(history, async ([kind, played]) => {
    histories += 1;
    if (histories % historiesInOneDatabase === 0) records = createRecords();
    const objections = await play(kind, played, { records, patients, mistake });
    if (objections.length > 0) throw new Error(objections.join('; '));
  });
  const result = await fc.check(property, {
    numRuns,
    seed: Number(process.env['CHARTDROP_SEED'] ?? 20261126),
  });
  return result.failed
    ? `${fc.defaultReportMessage(result) ?? ''}
${String(result.errorInstance)}`
    : '';
};

describe('random histories of a folder, on four kinds of file systems', () => {
  it(`${runs} of them: nothing is filed unasked, filed twice, swallowed or misfiled (cases 33 to 39)`, async () => {
    expect(await check(null, runs)).toBe('');
  }, 600_000);

  it.each(['inode trusted', 'path is identity', 'wall clock trusted'] as const)(
    'with “%s” put back, one of 200 finds it',
    async (mistake) => {
      expect(await check(mistake, 200)).toMatch(/unasked|twice|swallowed|misfiled/);
    },
  );
});
