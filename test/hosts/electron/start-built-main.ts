import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { type Handle, handleSchema } from '../../../preload/contract/handle.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../preload/contract/requests.ts';

const toldSchema = z.object({ what: z.string(), detail: z.unknown() });
const answerSchema = z.object({ id: z.number(), result: z.unknown() });
const okSchema = z.object({ ok: z.literal(true), value: z.unknown() });

export interface LaunchGiven {
  data?: string;
  env?: Record<string, string>;
  args?: string[];
  /** Scripts to load first. */
  imports?: string[];
}

/** The built main process under plain Node with the fake Electron, started in Electron's order. */
export async function launchBuiltMain(given: LaunchGiven = {}) {
  const imports = ['./test/fixtures/fault-on-signal.mjs', ...(given.imports ?? [])];
  // Installed, as for users. Only a development start accepts another address than the key's.
  const isDeveloped = given.env?.['CHARTDROP_API_URL'] !== undefined;
  const child = fork('test/hosts/electron/stand-in/launch.mjs', given.args ?? [], {
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
  // The last messages may arrive after the exit event.
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
  /** Windows has no signals that a program could handle, so the fake emits them. */
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
    /** Resolves once the program made this call to Electron. */
    until: (what: string) =>
      expect.poll(() => told.map((one) => one.what).concat(errors === '' ? [] : [errors])).toContain(what),
    /** All calls of this kind, in order. */
    details,
    /** The last of these calls. */
    last: (what: string): unknown => details(what).at(-1),
    errors: () => errors,
    kill: signal,
    quit: () => child.send({ kind: 'quit' }),
    /** Throws an uncaught error in the process. */
    fault: () => signal('SIGUSR2'),
    /** Causes an unhandled rejection in the process. */
    reject: () => child.send({ kind: 'reject' }),
    answer: (button: number) => child.send({ kind: 'answer', args: [button] }),
    /** The system's idle state, and `seconds` without input. */
    idle: (state: { idle?: string; seconds?: number }) => child.send({ kind: 'idle', args: [state] }),
    /** Changes the system's key store. */
    keyStore: (store: 'real' | 'locked') => child.send({ kind: 'key-store', args: [store] }),
    /** Runs the garbage collector. */
    collect: () => ask('collect'),
    /** Emits an event of Electron. Returns true if the program prevented the default. */
    emit: (
      target: 'app' | 'powerMonitor' | 'window' | 'contents' | 'tray' | 'notification',
      name: string,
      ...args: unknown[]
    ) => ask('emit', target, name, ...args),
    /** Windows logs off: the process ends as soon as its handler returns. */
    logOff: () => child.send({ kind: 'emit', args: ['window', 'session-end'] }),
    press: (menu: 'tray' | 'app', label: string) => ask('press', menu, label),
    /** The preload's conversion of a dropped file into a handle; null if it is refused. */
    grant: async (path: string): Promise<Handle | null> =>
      handleSchema.nullable().parse(await ask('grant', 'app://chartdrop/', path)),
    /** The same for files that must be accepted. */
    handles: async (paths: readonly string[]): Promise<Handle[]> => {
      const given: Handle[] = [];
      for (const path of paths) given.push(handleSchema.parse(await ask('grant', 'app://chartdrop/', path)));
      return given;
    },
    /** Sends a request like the window. */
    call: async <K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>> => {
      const result = await ask('call', 'app://chartdrop/', channel, input);
      return okSchema.parse(result, { error: () => `${channel}: ${JSON.stringify(result)}` })
        .value as RequestOutput<K>;
    },
  };
}
export type BuiltMain = Awaited<ReturnType<typeof launchBuiltMain>>;

/** As above, after its window has loaded the page. */
export async function startBuiltMain(given: LaunchGiven = {}): Promise<BuiltMain> {
  const main = await launchBuiltMain(given);
  await main.until('ready-to-show');
  return main;
}
