import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Fault } from '../../main/demo-clinic/faults.ts';
import type { DemoClinicOptions, RequestCounts } from '../../main/demo-clinic/start.ts';
import type { Address } from './test-clinic.ts';

export interface Counters {
  readonly fired: Record<string, number>;
  readonly requests: RequestCounts;
}
export interface ToChild {
  readonly id: number;
  readonly add?: readonly Fault[];
  readonly clear?: boolean;
}
export type FromChild = Address | ({ readonly id: number } & Counters);

export interface ClinicProcess extends Address {
  /** Adds faults, and removes what was there before when told to; tells what struck so far. */
  faults(change?: Omit<ToChild, 'id'>): Promise<Counters>;
  /** `SIGKILL`: as a power cut does it. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a demo clinic in another process; killed after the test. */
export async function startClinicProcess(options: Omit<DemoClinicOptions, 'now'>): Promise<ClinicProcess> {
  const child = fork(new URL('clinic-child.ts', import.meta.url), [JSON.stringify(options)]);
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const [address] = (await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error('the clinic did not start'))),
  ])) as [Address];

  let asked = 0;
  async function faults(change: Omit<ToChild, 'id'> = {}): Promise<Counters> {
    const id = (asked += 1);
    const answers = on(child, 'message');
    child.send({ id, ...change } satisfies ToChild);
    for await (const [message] of answers as AsyncIterable<[FromChild]>) {
      if ('id' in message && message.id === id) return message;
    }
    throw new Error('the clinic is gone');
  }
  return { ...address, faults, kill };
}
