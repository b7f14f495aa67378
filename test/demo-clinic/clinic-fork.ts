import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import type {
  CaseChange,
  DemoAttachment,
  DemoCase,
  DemoPatient,
} from '../../main/demo-clinic/records/book.ts';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import type { DemoClinicOptions, RequestCounts } from '../../main/demo-clinic/start.ts';
import type { Switches } from '../../main/demo-clinic/faults/switches.ts';
import type { ListedEdit } from './case-edits.ts';
import type { Address } from './test-clinic.ts';

interface Counters {
  readonly fired: Record<string, number>;
  readonly requests: RequestCounts;
}
export interface ClinicBook {
  readonly patients: readonly DemoPatient[];
  readonly cases: readonly DemoCase[];
  readonly attachments: readonly DemoAttachment[];
  /** Edits that a client undid without having seen them: see `createCaseEdits`. */
  readonly overwritten: readonly ListedEdit[];
}
export type ToChild = { readonly id: number } & (
  | { readonly add?: readonly Fault[]; readonly clear?: boolean; readonly turn?: Partial<Switches> }
  | { readonly read: 'book' }
  | { readonly edit: string; readonly change: CaseChange; readonly quietMs: number }
);
export type FromChild =
  | Address
  | ({ readonly id: number } & (Counters | { readonly book: ClinicBook } | { readonly edited: boolean }));

export interface ClinicFork extends Address {
  readonly pid: number | undefined;
  /** Adds faults, after removing the previous ones if asked. Returns the number applied so far. */
  faults(change?: { add?: readonly Fault[]; clear?: boolean; turn?: Partial<Switches> }): Promise<Counters>;
  /** The clinic's actual records. */
  book(): Promise<ClinicBook>;
  /** Edits a case like a person. Returns false without a change if a client used the case within the last `quietMs`. */
  editCase(id: string, change: CaseChange, quietMs: number): Promise<boolean>;
  /** `SIGKILL`, like a power cut. Resolves when the process has ended. */
  kill(): Promise<void>;
}

/** Starts a demo clinic in another process. The caller ends it. */
export async function forkClinic(options: Omit<DemoClinicOptions, 'now'>): Promise<ClinicFork> {
  const child = fork(new URL('clinic-child.ts', import.meta.url), [JSON.stringify(options)]);
  const gone = once(child, 'exit');
  const [address] = (await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error('the clinic did not start'))),
  ])) as [Address];

  let asked = 0;
  async function ask(message: object): Promise<FromChild> {
    const id = (asked += 1);
    const answers = on(child, 'message', { close: ['exit'] });
    child.send({ id, ...message });
    for await (const [answer] of answers as AsyncIterable<[FromChild]>) {
      if ('id' in answer && answer.id === id) return answer;
    }
    throw new Error('the clinic is gone');
  }
  return {
    ...address,
    pid: child.pid,
    async faults(change = {}) {
      const answer = await ask(change);
      if (!('fired' in answer)) throw new Error('the clinic answered something else');
      return answer;
    },
    async book() {
      const answer = await ask({ read: 'book' });
      if (!('book' in answer)) throw new Error('the clinic answered something else');
      return answer.book;
    },
    async editCase(id, change, quietMs) {
      const answer = await ask({ edit: id, change, quietMs });
      if (!('edited' in answer)) throw new Error('the clinic answered something else');
      return answer.edited;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
