import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testClinic } from '../fixtures/upload-bench.ts';
import { peopleOf } from '../hosts/headless/cli-desk.ts';
import { type RunningCli, startCli } from '../hosts/headless/run-cli.ts';
import { shareRoot, type View } from './mounts.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const entry = (line: string): { file: string; state: string } =>
  JSON.parse(line) as { file: string; state: string };

/** A new folder on the share, a clinic, and programs that watch the folder. */
export async function shareScene(given: { after?: 'move' | 'stay' } = {}) {
  const demo = await testClinic({ processingMs: 50 });
  const name = `scans-${randomUUID()}`;
  const at = (view: View, ...parts: string[]): string => join(shareRoot, view, name, ...parts);
  await mkdir(at('share'));
  onTestFinished(() => rm(at('share'), { recursive: true, force: true, maxRetries: 20 }));
  const { jane } = peopleOf(demo);
  const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
  /** The SHA-256 of each scan. */
  const sums: string[] = [];
  let said = '';
  const putAway = (): Set<string> =>
    new Set(
      said
        .split('\n')
        .slice(0, -1)
        .map(entry)
        .filter(({ state }) => state === 'put away')
        .map(({ file }) => file),
    );
  /** How often the chart has each scan, in their order. In one pass: the clinic is in this process, and would wait. */
  const copies = (): number[] => {
    const counts = new Map(sums.map((sum) => [sum, 0]));
    for (const { sha256: sum } of demo.attachments()) {
      const count = counts.get(sum ?? '');
      if (count !== undefined) counts.set(sum ?? '', count + 1);
    }
    return sums.map((sum) => counts.get(sum) ?? 0);
  };

  return {
    at,
    demo,
    newData: tempFolder,
    /** The bytes of another scan that must be filed once. */
    bytes(): Buffer {
      const made = seedFile('pdf', 40_000 + sums.length);
      sums.push(sha256(made));
      return made;
    },
    async start(view: View, data: string, ...more: string[]): Promise<RunningCli> {
      const common = ['--data', data, '--json', '--rate', '100000/1', '--patient', jane, '--existing'];
      const args = [
        'watch',
        at(view),
        ...common,
        '--after',
        given.after ?? 'move',
        '--take-over',
        '10',
        ...more,
      ];
      const watch = startCli(args, env);
      watch.process.stdout?.on('data', (text: Buffer) => (said += text.toString()));
      await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
      return watch;
    },
    async pc(view: View, ...more: string[]): Promise<RunningCli> {
      return this.start(view, await tempFolder(), ...more);
    },
    /**
     * Resolves when every scan is in the chart and reported as put away. If files move, none is left where it was
     * scanned.
     */
    async allFiled(): Promise<void> {
      await expect.poll(() => copies().filter((count) => count === 0).length).toBe(0);
      await expect.poll(() => putAway().size).toBe(sums.length);
      if (given.after !== 'stay') {
        await expect
          .poll(async () => (await readdir(at('share'))).filter((one) => !one.startsWith('.')))
          .toEqual(['Filed']);
      }
    },
    /** Scans that are not in the chart exactly once, with their number. */
    notOnce: (): number[] => copies().filter((count) => count !== 1),
  };
}
