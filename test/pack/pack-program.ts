import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Configuration, Platform } from 'electron-builder';

export interface Packed {
  /** The folder of the packed program. */
  readonly directory: string;
  /** Its `resources`. */
  readonly resources: string;
}

/**
 * Packs the built program for Linux by `electron-builder.yml`, without a network: an empty file replaces Electron's
 * binary, so no fuses are set. Unknown keys in the configuration are refused for every system. Throws
 * electron-builder's errors.
 */
export async function packProgram(directory: string): Promise<Packed> {
  const electronDist = join(directory, 'electron');
  await mkdir(join(electronDist, 'locales'), { recursive: true });
  await mkdir(join(electronDist, 'resources'));
  for (const file of ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    await writeFile(join(electronDist, file), '');
  }
  await chmod(join(electronDist, 'electron'), 0o755);
  const config: Configuration = {
    extends: 'electron-builder.yml',
    electronDist,
    electronFuses: null,
    directories: { output: join(directory, 'release'), buildResources: 'build' },
  };
  await build({ targets: Platform.LINUX.createTarget('dir'), config, publish: 'never' });
  const packed = join(directory, 'release', 'linux-unpacked');
  return { directory: packed, resources: join(packed, 'resources') };
}
