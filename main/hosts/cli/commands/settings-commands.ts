import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportPlan, SettingChange } from '../../../../preload/contract/setting-change.ts';
import type { Settings } from '../../../../preload/contract/settings.ts';
import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { assertNever, ChartdropError } from '../../../base/errors.ts';
import type { SettingsStore, Stop } from '../../../base/ports.ts';
import { readSettingsFile } from '../../../core/preset/read-settings-file.ts';
import { exportSettings, planImport } from '../../../core/preset/settings-transfer.ts';
import { takeRunLock } from '../../../database/run-lock.ts';
import { fileError } from '../../../files/file-errors.ts';
import { readPcNames } from '../../preset/pc-names.ts';
import { privateFolder } from '../../private-folder.ts';
import { askRunningWindow } from '../../serve/running-window.ts';
import type { Io } from '../io.ts';
import { openLog } from '../open-log.ts';
import { type DataOptions, dataDirectory } from '../session.ts';
import { createSettingsFile, systemPreset } from '../settings-file.ts';

export interface ImportOptions extends DataOptions {
  readonly json: boolean;
  /** Without it the changes are only shown. */
  readonly apply: boolean;
}

async function onSettings(
  options: DataOptions,
  io: Io,
  work: (store: SettingsStore, directory: string) => Promise<void>,
): Promise<number> {
  const directory = dataDirectory(options);
  await privateFolder(directory);
  const log = openLog(directory, io);
  try {
    await work(createSettingsFile(directory, systemPreset(log.file, io)), directory);
    return 0;
  } finally {
    log.close();
  }
}

const choiceOf = ({ clinic }: Settings) => clinic ?? 'own';

/** `chartdrop settings export`: to a new file, or to standard output. Throws the file system's errors. */
export const exportSettingsCommand = (file: string | undefined, options: DataOptions, io: Io) =>
  onSettings(options, io, async (store) => {
    const settings = store.read();
    const { text, leftOut } = exportSettings(settings, choiceOf(settings), readPcNames());
    if (leftOut > 0) io.err(commandLine.settings.leftOut(leftOut));
    if (file === undefined) io.out(text.trimEnd());
    else
      await writeFile(file, text, { flag: 'wx' }).catch((thrown: unknown) => {
        throw fileError(thrown);
      });
  });

/** `chartdrop settings import`: shows the changes, and makes them with `--apply`. Throws `settings-invalid`. */
export const importSettingsCommand = (file: string, options: ImportOptions, io: Io) =>
  onSettings(options, io, async (store, directory) => {
    if (store.isLocked) throw new ChartdropError('settings-managed');
    const release: Stop = options.apply ? await reserve(directory) : () => undefined;
    try {
      const before = store.read();
      const plan = planImport(await readSettingsFile(file), {
        ...{ before, choice: choiceOf(before), pc: readPcNames() },
      });
      if (options.apply) store.write(plan.after);
      print(plan, options, io);
    } finally {
      release();
    }
  });

function print({ changes, ignored }: ImportPlan, options: ImportOptions, io: Io): void {
  if (options.json) {
    io.out(JSON.stringify({ changes, ignored, applied: options.apply }));
    return;
  }
  for (const change of changes) io.out(lineOf(change));
  if (ignored.length > 0) io.err(commandLine.settings.ignored(ignored.join(', ')));
  if (changes.length === 0) io.err(commandLine.settings.same);
  else io.err(options.apply ? commandLine.settings.applied : commandLine.settings.notApplied);
}

/**
 * Keeps other programs from the directory's clinics until it is stopped: one that starts meanwhile would later write the
 * settings of before. Throws `data-in-use`.
 */
async function reserve(directory: string): Promise<Stop> {
  if ((await askRunningWindow(directory)) !== null) throw new ChartdropError('data-in-use');
  const clinics = join(directory, 'clinics');
  const held: Stop[] = [];
  const release = (): void => held.forEach((stop) => stop());
  try {
    for (const clinic of existsSync(clinics) ? await readdir(clinics) : [])
      held.push(takeRunLock(join(clinics, clinic, 'lock.sqlite')));
  } catch (thrown) {
    release();
    throw thrown;
  }
  return release;
}

function lineOf(change: SettingChange): string {
  switch (change.kind) {
    case 'changed':
      return commandLine.settings.changed(change.folder, change.name, change.from, change.to);
    case 'folder-added':
      return commandLine.settings.folderAdded(change.folder, change.route);
    case 'practitioners':
      return commandLine.settings.changed(null, 'practitioners', String(change.from), String(change.to));
    default:
      return assertNever(change);
  }
}
