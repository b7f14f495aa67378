import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { type Handle, handleSchema } from '../../preload/contract/handle.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';

const toldSchema = z.object({ what: z.string(), detail: z.unknown() });
const answerSchema = z.object({ id: z.number(), result: z.unknown() });
const okSchema = z.object({ ok: z.literal(true), value: z.unknown() });

export interface LaunchGiven {
  data?: string;
  env?: Record<string, string>;
  args?: string[];
  /** Scripts that are loaded before anything else. */
  imports?: string[];
}

/** The built main process under plain Node, with the stand-in in Electron's place, launched in Electron's order. */
export async function launchBuiltMain(given: LaunchGiven = {}) {
  const imports = ['./test/fixtures/fault-on-signal.mjs', ...(given.imports ?? [])];
  // Installed, as users have it; only one that is not takes another address than its key's.
  const isDeveloped = given.env?.['CHARTDROP_API_URL'] !== undefined;
  const child = fork('test/electron/stand-in/launch.mjs', given.args ?? [], {
    execArgv: [
      ...imports.flatMap((path) => ['--import', path]),
      '--unhandled-rejections=warn',
      '--expose-gc',
    ],
    env: {
      ...process.env,
      CHARTDROP_TEST_DATA: given.data ?? (await tempFolder()),
      CHARTDROP_TEST_PACKAGED: isDeveloped ? 'no' : 'yes',
      ...given.env,
    },
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
  /** On Windows no program sends another one a signal that it could answer, so the stand-in makes it. */
  const signal = (name: NodeJS.Signals): boolean =>
    process.platform === 'win32' && name !== 'SIGKILL'
      ? child.send({ kind: 'signal', args: [name] })
      : child.kill(name);
  const details = (what: string): unknown[] =>
    told.filter((one) => one.what === what).map(({ detail }) => detail);
  return {
    told,
    ask,
    exited,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    /** Resolves once Electron was told this. */
    until: (what: string) =>
      expect.poll(() => told.map((one) => one.what).concat(errors === '' ? [] : [errors])).toContain(what),
    /** All that Electron was told of this kind, in order. */
    details,
    /** The last of it. */
    last: (what: string): unknown => details(what).at(-1),
    errors: () => errors,
    kill: signal,
    quit: () => child.send({ kind: 'quit' }),
    /** Throws in it what nobody catches. */
    fault: () => signal('SIGUSR2'),
    /** Rejects in it what nobody handles. */
    reject: () => child.send({ kind: 'reject' }),
    answer: (button: number) => child.send({ kind: 'answer', args: [button] }),
    /** What the system says of its person: `idle`, a state, and `seconds` without input. */
    idle: (state: { idle?: string; seconds?: number }) => child.send({ kind: 'idle', args: [state] }),
    /** The system's key store, from now on. */
    keyStore: (store: 'real' | 'locked') => child.send({ kind: 'key-store', args: [store] }),
    /** Collects what nothing holds any more. */
    collect: () => ask('collect'),
    /** An event of Electron; true: the program prevented what follows it. */
    emit: (
      target: 'app' | 'powerMonitor' | 'window' | 'contents' | 'tray' | 'notification',
      name: string,
      ...args: unknown[]
    ) => ask('emit', target, name, ...args),
    /** Windows logs off: the process is gone as soon as its handler has returned. */
    logOff: () => child.send({ kind: 'emit', args: ['window', 'session-end'] }),
    press: (menu: 'tray' | 'app', label: string) => ask('press', menu, label),
    /** As the preload turns a dropped file into a handle; null where it does not. */
    grant: async (path: string): Promise<Handle | null> =>
      handleSchema.nullable().parse(await ask('grant', 'app://chartdrop/', path)),
    /** The same for files that must become handles. */
    handles: async (paths: readonly string[]): Promise<Handle[]> => {
      const given: Handle[] = [];
      for (const path of paths) given.push(handleSchema.parse(await ask('grant', 'app://chartdrop/', path)));
      return given;
    },
    /** As the window asks. */
    call: async <K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>> => {
      const result = await ask('call', 'app://chartdrop/', channel, input);
      return okSchema.parse(result, { error: () => `${channel}: ${JSON.stringify(result)}` })
        .value as RequestOutput<K>;
    },
  };
}
export type BuiltMain = Awaited<ReturnType<typeof launchBuiltMain>>;

/** As above, once its window has loaded its page. */
export async function startBuiltMain(given: LaunchGiven = {}): Promise<BuiltMain> {
  const main = await launchBuiltMain(given);
  await main.until('ready-to-show');
  return main;
}
