import type { Preset } from '../../../preload/contract/preset.ts';
import { commandLine } from '../../../preload/words/en/command-line.ts';
import type { Log } from '../../base/ports.ts';
import { readPreset, systemPresetFile } from '../preset/preset.ts';
import type { Io } from './io.ts';

/** The administrator's preset. Skipped and logged if others could have written it. */
export const systemPreset = (log: Log, io: Io): Preset =>
  readPreset(
    [{ path: systemPresetFile(process.platform, io.env), guard: 'administrator' }],
    (refused, path) => {
      log.warn('preset-refused', { refused });
      io.err(commandLine.presetRefused(path, refused));
    },
  );
