import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { DemoClinic, DemoClinicOptions } from '../../../main/demo-clinic/start.ts';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { openHistory } from '../../../main/jobs/history.ts';
import { systemClock } from '../../../main/hosts/system-clock.ts';
import type { AuditEntry } from '../../../preload/contract/history.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { type CliResult, runCli, type RunningCli, startCli } from './run-cli.ts';

/** Jane Citizen, her open case `Knee 2026`, and the patients that cannot be chosen, in each demo clinic. */
export function peopleOf(demo: DemoClinic) {
  const named = (name: string) => demo.patients().find((one) => `${one.firstName} ${one.lastName}` === name);
  const jane = named('Jane Citizen')?.id ?? '';
  return {
    jane,
    janesCase: demo.cases().find((one) => one.patientId === jane && one.archivedAt === null)?.id ?? '',
    archived: named('Archie Archived')?.id ?? '',
    deleted: named('Dora Deleted')?.id ?? '',
    merged: named('Mona Merged')?.id ?? '',
  };
}

/** A demo clinic, a data directory, and the command line. */
export async function cliDesk(options: Partial<DemoClinicOptions> = {}) {
  const demo = await testClinic(options);
  const [data, files] = [await tempFolder(), await tempFolder()];
  const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
  let number = 9000;
  return {
    demo,
    data,
    files,
    env,
    ...peopleOf(demo),
    /** A letter with unique content. */
    async letter(name = 'letter.pdf', bytes = seedFile('pdf', (number += 1))): Promise<string> {
      const path = join(files, name);
      await writeFile(path, bytes);
      return path;
    },
    run: async (...args: string[]): Promise<CliResult> =>
      discreet(await runCli([...args, ...waitOf(args), '--data', data], env), demo.apiKey),
    start: (...args: string[]): RunningCli => startCli([...args, '--data', data], env),
    history: () => historyIn(data, `127.0.0.1_${new URL(demo.apiUrl).port}`),
  };
}

/** Tests of errors do not wait for the clinic, unless they are about that. */
const waitOf = ([command = '', ...options]: readonly string[]): string[] =>
  ['clinic', 'patients', 'attachments', 'show', 'save', 'archive'].includes(command) &&
  !options.includes('--wait')
    ? ['--wait', '0']
    : [];

const secretsSchema = z.object({ 'data-key': z.string() });

/** The history of one clinic. */
export async function historyIn(data: string, clinic: string): Promise<AuditEntry[]> {
  const secrets: unknown = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8'));
  const history = openHistory({
    directory: join(data, 'clinics', clinic),
    dataKey: secretsSchema.parse(secrets)['data-key'],
    access: 'beside',
    clock: systemClock,
    actor: () => ({ osUser: 'tester', station: 'test-pc', apiUser: null }),
  });
  onTestFinished(() => history.close());
  expect(history.audit.firstTampered()).toBeNull();
  return history.audit.entries({ limit: 1000 });
}

/** Checks the output: no key in any form, no presigned field, no internals. */
export function discreet(result: CliResult, apiKey: string): CliResult {
  const printed = `${result.out}\n${result.err}`;
  expect(printed).not.toContain(apiKey);
  expect(printed).not.toContain(Buffer.from(`${apiKey}:`).toString('base64').slice(0, 20));
  expect(printed).not.toMatch(/x-amz|signature|"policy"|upload_url/i);
  expect(printed).not.toMatch(/^\s+at .+:\d+:\d+\)?$|\w+Error:|\[object /m);
  return result;
}

/** The last line of stdout, parsed. */
export function jsonOf<T>(schema: z.ZodType<T>, { out }: CliResult): T {
  return schema.parse(JSON.parse(out.split('\n').at(-1) ?? ''));
}

const outcomeSchema = z.object({
  file: z.string(),
  state: z.string(),
  attachmentId: z.string().nullable(),
  why: z.string().nullable(),
  error: z.string().nullable(),
});
/** The output of `upload --json`. */
export const uploadReport = z.object({
  files: z.array(outcomeSchema),
  filed: z.number(),
  notFiled: z.number(),
});
/** The `--json` output of every command that could not start. */
export const errorReport = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
export const attachmentsReport = z.object({
  attachments: z.array(
    z.object({
      id: z.string(),
      patientId: z.string(),
      name: z.string().nullable(),
      size: z.number().nullable(),
      description: z.string().nullable(),
      added: z.string(),
      by: z.string().nullable(),
      userId: z.string().nullable(),
      archived: z.string().nullable(),
      state: z.string(),
    }),
  ),
});
