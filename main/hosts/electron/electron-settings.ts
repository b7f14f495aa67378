import ElectronStore from 'electron-store';
import { z } from 'zod';
import { ChartdropError } from '../../base/errors.ts';
import type { SettingsStore } from '../../base/ports.ts';
import { fileError, isFileError } from '../../files/file-errors.ts';
import type { Preset } from '../../../preload/contract/preset.ts';
import { readPcNames } from '../preset/pc-names.ts';
import { createSettingsStore } from '../preset/settings-store.ts';
import type { ToldOnce } from './background.ts';
import type { PlaceMemory } from './window/main-window.ts';
import type { SealedStore } from './safe-secrets.ts';
import type { UpdateMemory } from './updates/updates.ts';

const placeSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), isMaximised: z.boolean() })
  .partial()
  .catch({});

const awaitedSchema = z.object({ version: z.string(), isHidden: z.boolean() }).nullable().catch(null);

/** Opens the settings file. Throws `settings-invalid` if it is not JSON, `disk-full` or `disk-read-only`. */
function openStore(folder: string): ElectronStore {
  try {
    return new ElectronStore({
      name: 'settings',
      clearInvalidConfig: false,
      configFileMode: 0o600,
      // Windows' editors write a byte order mark at the start.
      deserialize: (text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text.replace(/^\uFEFF/, ''))),
    });
  } catch (thrown) {
    if (fileError(thrown).code === 'disk-full') throw fileError(thrown);
    if (isFileError(thrown)) throw new ChartdropError('disk-read-only', { cause: thrown, detail: folder });
    throw new ChartdropError('settings-invalid', { cause: thrown, detail: `${folder}/settings.json` });
  }
}

/** The content of the desktop host's settings file: settings, the window's place, encrypted secrets. */
export function createElectronSettings(given: {
  preset: Preset;
  /** The folder of the file, for messages. */
  folder: string;
  /** Called when a minor setting could not be written, since a full disk must not end the program. */
  onNotKept: (error: ChartdropError) => void;
}): {
  settings: SettingsStore;
  place: PlaceMemory;
  sealed: SealedStore;
  updateMemory: UpdateMemory;
  toldOfTray: ToldOnce;
} {
  const file = openStore(given.folder);
  const keep = (name: string, value: unknown): void => {
    try {
      file.set(name, value);
    } catch (thrown) {
      given.onNotKept(fileError(thrown));
    }
  };
  let told = file.get('toldOfTray') === true;
  return {
    settings: createSettingsStore({
      file: { get: () => file.get('settings'), set: (settings) => file.set('settings', settings) },
      preset: given.preset,
      pc: readPcNames(),
    }),
    place: {
      read() {
        const { x, y, width, height, isMaximised = false } = placeSchema.parse(file.get('place') ?? {});
        if (width === undefined || height === undefined) return { bounds: {}, isMaximised };
        const corner = x === undefined || y === undefined ? {} : { x, y };
        return { bounds: { width, height, ...corner }, isMaximised };
      },
      write: ({ bounds, isMaximised }) => keep('place', { ...bounds, isMaximised }),
    },
    updateMemory: {
      read: () => awaitedSchema.parse(file.get('updateAwaited')),
      write: (awaited) => keep('updateAwaited', awaited),
    },
    toldOfTray: {
      read: () => told,
      write() {
        told = true;
        keep('toldOfTray', true);
      },
    },
    sealed: {
      get: (name) =>
        z
          .string()
          .optional()
          .catch(undefined)
          .parse(file.get(`secrets.${name}`)),
      set: (name, value) => file.set(`secrets.${name}`, value),
    },
  };
}
