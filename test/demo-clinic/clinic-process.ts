import { onTestFinished } from 'vitest';
import type { DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { type ClinicFork, forkClinic } from './clinic-fork.ts';

export type ClinicProcess = ClinicFork;

/** Starts a demo clinic in another process; killed after the test. */
export async function startClinicProcess(options: Omit<DemoClinicOptions, 'now'>): Promise<ClinicProcess> {
  const clinic = await forkClinic(options);
  onTestFinished(() => clinic.kill());
  return clinic;
}
