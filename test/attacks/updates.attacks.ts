import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNotSelfUpdating } from '../../main/hosts/electron/updates/self-update.ts';
import type { Attack, Outcome } from './attack.ts';
import { withFolder } from './with-folder.ts';

/** Whether a program packed with this configuration would install the update of such a server. */
const packedWith = (platform: 'linux' | 'win32', configuration: string): Promise<Outcome> =>
  withFolder(async (folder) => {
    const resources = join(folder, 'resources');
    await mkdir(resources);
    await writeFile(join(resources, 'app-update.yml'), configuration);
    await writeFile(join(folder, 'Uninstall Chartdrop.exe'), '');
    const executable = join(folder, 'Chartdrop.exe');
    const appImage = join(folder, 'Chartdrop.AppImage');
    const installation = { isPackaged: true, platform, executable, resources, appImage };
    return whyNotSelfUpdating(installation, { updates: 'on' }) === null ? 'through' : 'held';
  });

export const attacks: readonly Attack[] = [
  ...['http://updates.clinic.test', 'http://127.0.0.1:8080', 'file:///tmp/updates'].map((url) => ({
    name: `Whoever answers for ${url} gives the program its next version`,
    seen: 'updates come by HTTPS only',
    run: () => packedWith('linux', `provider: generic\nurl: ${url}\n`),
  })),
  {
    name: 'Whoever holds the update server gives a PC with Windows a program of nobody’s signature',
    seen: 'on Windows an update is installed only where its maker’s signature is checked',
    run: () => packedWith('win32', 'provider: generic\nurl: https://updates.clinic.test\n'),
  },
];
