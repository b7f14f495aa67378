import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import type { Tally } from './tally.ts';
import { resultsFolder, type Wine, type WineResult } from './wine.ts';

const jsonIn = <T>(schema: z.ZodType<T>, text: string): T =>
  schema.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));

const demoSchema = z.object({ found: z.number(), filed: z.number(), inbox: z.number(), lost: z.number() });
const patientsSchema = z.object({ patients: z.array(z.object({ id: z.string() })).min(1) });
const uploadSchema = z.object({ filed: z.number(), notFiled: z.number() });
const queueSchema = z.object({
  found: z.number(),
  filedBefore: z.number(),
  filed: z.number(),
  lost: z.literal(0),
  twice: z.literal(0),
  misfiled: z.literal(0),
});
const chaosSchema = z.object({
  rounds: z.number(),
  kills: z.number(),
  jobs: z.number(),
  lost: z.number(),
  twice: z.number(),
  misfiled: z.number(),
  unexplained: z.number(),
  unlinked: z.number(),
  unaccounted: z.number(),
});

/** Runs and counts a check; prints the problem that it returns. */
async function check(
  name: string,
  work: () => Promise<string>,
  tell: (text: string) => void,
): Promise<Tally> {
  try {
    tell(`${name}: ${await work()}`);
    return { passed: 1, failed: [], leftOut: [] };
  } catch (thrown) {
    return { passed: 0, failed: [`${name} | ${String(thrown).split('\n', 1)[0]}`], leftOut: [] };
  }
}

function succeeded({ code, out, err }: WineResult): string {
  if (code !== 0) throw new Error(`it ended with ${code}: ${err.trim().split('\n').at(-1) ?? ''}`);
  return out;
}

/** `npm run demo`: a scanner writes into watched folders. */
async function demo(wine: Wine): Promise<string> {
  const out = succeeded(await wine.node('demo', ['main/hosts/dev/demo.ts', '--json'], { seconds: 180 }));
  const { found, filed, inbox, lost } = jsonIn(demoSchema, out);
  const text = `${found} found, ${filed} filed, ${inbox} in the inbox, ${lost} lost`;
  if (found !== 7 || filed !== 6 || inbox !== 1 || lost !== 0) throw new Error(text);
  return text;
}

/** The built command line looks a patient up and files a document. */
async function upload(wine: Wine): Promise<string> {
  const place = await mkdtemp(join(resultsFolder, 'upload-'));
  try {
    const run = async (name: string, ...args: string[]): Promise<string> => {
      const common = ['--demo', '--json', '--data', join(place, 'data')];
      return succeeded(
        await wine.node(name, ['dist/main/headless.js', ...args, ...common], { seconds: 120 }),
      );
    };
    const { patients } = jsonIn(patientsSchema, await run('patients', 'patients', 'jane citizen'));
    const letter = join(place, 'letter é 漢.pdf');
    await writeFile(letter, seedFile('pdf', 7));
    const patient = patients[0]?.id ?? '';
    const { filed, notFiled } = jsonIn(
      uploadSchema,
      await run('upload', 'upload', letter, '--patient', patient),
    );
    if (filed !== 1 || notFiled !== 0) throw new Error(`${filed} filed, ${notFiled} not filed`);
    return '1 filed';
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Thirty files, and a kill in the middle of the queue. */
async function killedQueue(wine: Wine): Promise<string> {
  const out = succeeded(await wine.node('queue', ['test/windows/killed-queue.ts'], { seconds: 600 }));
  const { found, filedBefore, filed, lost, twice, misfiled } = jsonIn(queueSchema, out);
  return `${found} found, ${filedBefore} filed before a kill, ${filed} in all, ${lost} lost, ${twice} twice, ${misfiled} misfiled`;
}

/** Rounds of kills: written files, the clinic, its cases and the history must agree. */
async function kills(wine: Wine, rounds: number): Promise<string> {
  const args = ['test/chaos/chaos.ts', '--rounds', String(rounds), '--lanes', '2', '--json'];
  const { code, out, err } = await wine.node('chaos', args, { seconds: 120 + 60 * rounds });
  if (code !== 0) throw new Error(`it ended with ${code}: ${out.trim() || err.trim().split('\n').at(-1)}`);
  const sum = jsonIn(chaosSchema, out);
  return `${sum.rounds} rounds, ${sum.kills} kills, ${sum.jobs} jobs, none lost, twice or misfiled`;
}

/** The program as `win32`: the demo, an upload by command line, a kill in a queue, and rounds of kills. */
export async function runProgram(
  wine: Wine,
  given: { rounds: number; tell: (text: string) => void },
): Promise<Tally[]> {
  return [
    await check('demo', () => demo(wine), given.tell),
    await check('upload', () => upload(wine), given.tell),
    await check('queue', () => killedQueue(wine), given.tell),
    await check('kills', () => kills(wine, given.rounds), given.tell),
  ];
}
