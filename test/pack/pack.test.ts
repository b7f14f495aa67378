import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPackage } from './check-package.ts';
import { packProgram, type Packed } from './pack-program.ts';

let directory = '';
let packed: Packed;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chartdrop-pack-test-'));
  packed = await packProgram(directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The package with a changed archive. */
async function changed(change: (files: string) => Promise<void>): Promise<Packed> {
  const files = await mkdtemp(join(directory, 'files-'));
  const resources = await mkdtemp(join(directory, 'resources-'));
  for (const name of ['app-update.yml', 'preset.json']) {
    await writeFile(join(resources, name), await readFile(join(packed.resources, name)));
  }
  await mkdir(join(files, 'dist/main'), { recursive: true });
  await writeFile(
    join(files, 'package.json'),
    '{"name":"chartdrop","main":"dist/main/electron.js","type":"module","version":"1.0.0"}',
  );
  await change(files);
  await createPackage(files, join(resources, 'app.asar'));
  return { directory: resources, resources };
}

describe('the packed program', () => {
  it('holds the code, and nothing else', async () => {
    const { faults, files, megabytes } = await checkPackage(packed);
    expect(faults).toEqual([]);
    expect(
      files.some((path) => path.endsWith('.ts') || path.includes('test') || path.includes('node_modules')),
    ).toBe(false);
    expect(megabytes).toBeGreaterThan(1);
  });

  it('is refused with a source, a test or the command line inside, or with a part missing', async () => {
    const other = await changed(async (files) => {
      await writeFile(join(files, 'dist/main/electron.ts'), '');
      await writeFile(join(files, 'dist/main/headless.js'), '');
    });
    const { faults } = await checkPackage(other);
    expect(faults).toContain('dist/main/electron.ts should not be inside');
    expect(faults).toContain('dist/main/headless.js should not be inside');
    expect(faults.filter((fault) => fault.startsWith('nothing inside is')).length).toBeGreaterThan(3);
  });

  it('is refused with development dependencies, or without a required file beside it', async () => {
    const other = await changed((files) =>
      writeFile(
        join(files, 'package.json'),
        '{"name":"chartdrop","type":"module","version":"1.0.0","main":"dist/main/electron.js","devDependencies":{}}',
      ),
    );
    await writeFile(join(other.resources, 'app-update.yml'), '');
    await writeFile(join(other.resources, 'preset.json'), '{"updates":"perhaps"}');
    const { faults } = await checkPackage(other);
    expect(faults.some((fault) => fault.startsWith('package.json: '))).toBe(true);
    expect(faults).toContain('app-update.yml does not name an update server');
    expect(faults).toContain('preset.json is not a preset');
    expect(faults).toContain('licenses/decoder.md does not name libheif-js');
  });
});
