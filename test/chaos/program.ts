import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';
import { chooseFolder } from '../fixtures/enter-serve.ts';
import { type ContractSocket, openContractSocket } from './contract-socket.ts';
import type { FolderInput } from './set-up.ts';
import type { FromProgram, Outside, ToProgram, Vitals } from './outside.ts';
import { soundOutside } from './sound-outside.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** An environment without settings of a person's own Chartdrop. */
const quietEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('CHARTDROP_')),
);

/** The built `chartdrop serve` in a separate process that can be killed and restarted. */
export interface Program {
  isUp(): boolean;
  /** Resolves true once it answers, or false if it ended, with the reason in `said`. */
  start(): Promise<boolean>;
  /** `SIGKILL`, like a power cut. */
  kill(): Promise<void>;
  /** Like Ctrl-C; returns the exit code. */
  stop(): Promise<number | null>;
  ask<K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>>;
  /** Saves a scan folder, chosen like a person does, below the root. */
  saveFolder(path: string, folder: FolderInput, given?: { takeExisting: boolean }): Promise<void>;
  /** Sets outside faults for now and later starts. */
  setOutside(outside: Outside): Promise<void>;
  vitals(): Promise<Vitals>;
  /** Its stderr since the last start. */
  said(): string;
  /** Unexpected ends: an exit code or signal. */
  readonly crashes: readonly string[];
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly socket: ContractSocket;
}

/**
 * `ask` throws while it is down. `data`: its data directory. `apiUrl`: the clinic. With `collectsGarbage`, memory is
 * measured after a full collection, so that growth means a leak.
 */
export function createProgram(given: {
  data: string;
  apiUrl: string;
  collectsGarbage?: boolean;
  /** The folder that represents a mount, or else the one beside the data directory. */
  mount?: string;
}): Program {
  const shown = given.mount ?? dirname(given.data);
  const crashes: string[] = [];
  let running: Running | null = null;
  let outside: Outside = soundOutside;
  let said = '';

  const tell = async (message: ToProgram): Promise<FromProgram | null> => {
    const child = running?.child;
    if (child === undefined) return null;
    const answer = once(child, 'message') as Promise<[FromProgram]>;
    child.send(message);
    // A program that is just being killed does not answer.
    return Promise.race([answer.then(([message]) => message), once(child, 'exit').then(() => null)]);
  };

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    const ending = running;
    if (ending === null) return null;
    running = null;
    ending.socket.close();
    // Windows only has a hard kill; other signals are simulated inside the process.
    if (process.platform === 'win32' && signal === 'SIGTERM')
      ending.child.send({ signal } satisfies ToProgram);
    else ending.child.kill(signal);
    await ending.ended;
    return ending.child.exitCode;
  };

  const ask: Program['ask'] = async (channel, input) => {
    if (running === null) throw new Error('the program is down');
    return running.socket.ask(channel, input);
  };

  return {
    crashes,
    isUp: () => running !== null,
    said: () => said,
    async start() {
      said = '';
      const child = spawn(
        process.execPath,
        [
          ...(given.collectsGarbage === true ? ['--expose-gc'] : []),
          '--import',
          './test/chaos/outside.ts',
          'dist/main/headless.js',
          'serve',
          '--data',
          given.data,
          '--root',
          shown,
        ],
        {
          cwd: root,
          env: {
            ...quietEnv,
            CHARTDROP_API_URL: given.apiUrl,
            CHAOS_OUTSIDE: JSON.stringify(outside),
            CHAOS_MOUNT: given.mount ?? '',
          },
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        },
      );
      const ended = once(child, 'close');
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
      if (child.stdout === null) throw new Error('the program has no output');
      const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
      const address = await Promise.race([first.then(([line]) => line), ended.then(() => null)]);
      if (address === null) return false;
      const socket = await openContractSocket(address);
      const mine = { child, ended, socket };
      running = mine;
      void ended.then(() => {
        if (running !== mine) return;
        running = null;
        crashes.push(`${child.signalCode ?? child.exitCode}: ${said}`);
      });
      return true;
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    ask,
    async saveFolder(path, folder, { takeExisting } = { takeExisting: true }) {
      const chosen = await chooseFolder(ask, shown, path);
      await ask('folders:save', { folder, chosen, takeExisting });
    },
    async setOutside(next) {
      outside = next;
      await tell({ set: next });
    },
    async vitals() {
      const answer = await tell({ ask: 'vitals' });
      if (answer === null || !('vitals' in answer)) throw new Error('the program is down');
      return answer.vitals;
    },
  };
}
