import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { areas, areaOf, importRefusal } from './import-table.js';
import { importsOf } from './module-graph.ts';

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /^(main|preload|renderer|test)\/.*\.(ts|svelte)$/.test(path));

describe('the import table', () => {
  it('has an area for every source file', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((path) => areaOf(path) === undefined)).toEqual([]);
  });

  it('is kept by every import, dynamic and type imports included', () => {
    const refused = sources
      .flatMap((from) => importsOf(from).map((one) => ({ from, ...one })))
      .map(({ from, to, isPackage }) => ({ from, to, why: importRefusal(from, to, isPackage) }))
      .filter(({ why }) => why !== null);
    expect(refused).toEqual([]);
  });

  it('keeps tests out of the program', () => {
    expect(areas.filter((area) => area.may?.includes('test'))).toEqual([]);
  });

  it.each([
    ['preload/contract/a.ts', 'main/base/errors.ts', false],
    ['preload/contract/a.ts', 'node:fs', true],
    ['renderer/App.svelte', 'main/base/ports.ts', false],
    ['renderer/App.svelte', 'node:fs', true],
    ['main/clinic/a.ts', 'main/uploads/queue/queue.ts', false],
    ['main/jobs/a.ts', 'main/clinic/client.ts', false],
    ['main/uploads/a.ts', 'main/scans/route/routes.ts', false],
    ['main/scans/a.ts', 'main/hosts/cli/program.ts', false],
    ['main/scans/a.ts', 'electron', true],
    ['main/core/app.ts', 'main/demo-clinic/start.ts', false],
  ])('refuses %s importing %s', (from, to, isPackage) => {
    expect(importRefusal(from, to, isPackage)).toEqual(expect.any(String));
  });
});
