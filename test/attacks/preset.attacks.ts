import { chmod, chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';

import { join, resolve } from 'node:path';
import { readPreset } from '../../main/hosts/preset/preset.ts';
import { noModes } from '../fixtures/only-on.ts';
import type { Attack } from './attack.ts';
import { asOtherUser, isRoot } from './other-user.ts';

const seen = 'a preset of all users is an administrator’s own';
const theirs = '{"updates":"off","authorityFile":"/tmp/theirs.pem"}';

/**
 * Lets another user write a preset into a folder prepared for it, then has the program read it. The folder is in the
 * checkout: if root owns that, other users cannot write above it, as with the real folders of presets.
 */
const writtenInto = (prepare: (folder: string) => Promise<void>) => async () => {
  await mkdir('test-results', { recursive: true });
  const above = await mkdtemp(resolve('test-results', 'attack-'));
  try {
    await chmod(above, 0o755);
    const folder = join(above, 'chartdrop');
    await mkdir(folder);
    await prepare(folder);
    const path = join(folder, 'preset.json');
    await asOtherUser('printf %s "$2" > "$1"', path, theirs);
    if ((await readFile(path, 'utf8')) !== theirs) throw new Error('it could not be written');
    const { updates } = readPreset([{ path, guard: 'administrator' }], () => undefined);
    return updates === 'off' ? ('through' as const) : ('held' as const);
  } finally {
    await rm(above, { recursive: true, force: true });
  }
};

export const attacks: readonly Attack[] = [
  {
    name: 'Another user makes the folder of the preset before its manager does, and writes one',
    posixOnly: noModes,
    seen,
    run: writtenInto((folder) => (isRoot ? chown(folder, 65_534, 65_534) : Promise.resolve())),
  },
  {
    name: 'Another user writes a preset into a folder that is everybody’s, sticky as /tmp is',
    posixOnly: noModes,
    seen,
    run: writtenInto((folder) => chmod(folder, 0o1777)),
  },
];
