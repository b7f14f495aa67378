import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tempFolder } from './fixtures/temp-folder.ts';

it('runs on Node 24, which npm brings; an older Node would run the scripts silently', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});

const scripts = z
  .object({ scripts: z.record(z.string(), z.string()), engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(await readFile('package.json', 'utf8')));
const { needNode } = z
  .object({ needNode: z.custom<(version: string, platform: string, arch: string) => string | null>() })
  .parse(createRequire(import.meta.url)('../build/need-node.cjs'));

const failedRun = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

describe('where npm brings no Node', () => {
  it('names the required Node and the current one, in one line', () => {
    const line = needNode('20.20.2', 'darwin', 'arm64') ?? '';
    expect(line).toContain('needs Node 24 or newer; this is Node 20.20.2 (darwin, arm64)');
    expect(line).not.toContain('\n');
    expect(scripts.engines.node).toBe('>=24');
  });

  it.each(['24.0.0', '24.21.0', '26.7.0'])('says nothing in Node %s', (version) => {
    expect(needNode(version, 'linux', 'x64')).toBeNull();
  });

  it.each(['start', 'test', 'demo', 'chartdrop'])('npm run %s checks this first', (name) => {
    expect(scripts.scripts[name]).toMatch(/^node build\/need-node\.cjs && /);
  });

  it('ends the command with code 1 before anything of the program is loaded', async () => {
    const old = join(await tempFolder(), 'old-node.cjs');
    await writeFile(
      old,
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });",
    );
    const run = await promisify(execFile)(process.execPath, [
      '--require',
      old,
      'build/chartdrop.cjs',
      'status',
    ]).then(
      () => null,
      (thrown: unknown) => failedRun.parse(thrown),
    );
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run?.stderr).toMatch(/^Chartdrop needs Node 24[^\n]*\n$/);
  });
});
