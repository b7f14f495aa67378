import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../fixtures/temp-folder.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';

const toldSchema = z.object({ what: z.string(), detail: z.unknown() });
const answerSchema = z.object({ id: z.number(), result: z.unknown() });
const okSchema = z.object({ ok: z.literal(true), value: z.unknown() });

/** The built main process under plain Node, with the fake in Electron's place. */
export async function startBuiltMain(
  given: { data?: string; env?: Record<string, string>; args?: string[] } = {},
) {
  // The program's own name stands first, as in a packaged Electron.
  const child = fork('dist/main/electron.js', given.args ?? [], {
    execArgv: [
      ...['--import', './test/electron/register-fake.mjs'],
      ...['--import', './test/fixtures/fault-on-signal.mjs'],
    ],
    env: { ...process.env, CHARTDROP_TEST_DATA: given.data ?? (await tempFolder()), ...given.env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const told: z.infer<typeof toldSchema>[] = [];
  const answers = new Map<number, unknown>();
  let errors = '';
  let lastId = 0;
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  child.on('message', (message) => {
    const answer = answerSchema.safeParse(message);
    if (answer.success) answers.set(answer.data.id, answer.data.result);
    else told.push(toldSchema.parse(message));
  });
  // What it told last may come after word of its end.
  const exited = Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    once(child, 'disconnect'),
  ]).then(([[code]]) => code);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const ask = async (kind: string, ...args: unknown[]): Promise<unknown> => {
    const id = (lastId += 1);
    child.send({ id, kind, args });
    await expect.poll(() => answers.has(id)).toBe(true);
    return answers.get(id);
  };
  const details = (what: string): unknown[] =>
    told.filter((one) => one.what === what).map(({ detail }) => detail);
  await expect
    .poll(() => told.map(({ what }) => what).concat(errors === '' ? [] : [errors]))
    .toContain(given.env?.['CHARTDROP_TEST_LOCK'] === 'taken' ? 'handed-over' : 'load');
  return {
    told,
    ask,
    exited,
    /** All that Electron was told of this kind, in order. */
    details,
    /** The last of it. */
    last: (what: string): unknown => details(what).at(-1),
    errors: () => errors,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    quit: () => child.send({ kind: 'quit' }),
    /** Throws in it what nobody catches. */
    fault: () => child.kill('SIGUSR2'),
    answer: (button: number) => child.send({ kind: 'answer', args: [button] }),
    /** An event of Electron; true: the program prevented what follows it. */
    emit: (
      target: 'app' | 'powerMonitor' | 'window' | 'tray' | 'notification',
      name: string,
      ...args: unknown[]
    ) => ask('emit', target, name, ...args),
    press: (menu: 'tray' | 'app', label: string) => ask('press', menu, label),
    /** As the window asks. */
    call: async <K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>> => {
      const result = await ask('call', 'app://chartdrop/', channel, input);
      return okSchema.parse(result, { error: () => `${channel}: ${JSON.stringify(result)}` })
        .value as RequestOutput<K>;
    },
  };
}
export type BuiltMain = Awaited<ReturnType<typeof startBuiltMain>>;
