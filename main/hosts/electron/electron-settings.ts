import ElectronStore from 'electron-store';
import { z } from 'zod';
import type { SettingsStore } from '../../ports.ts';
import type { Preset } from '../preset.ts';
import { readSettings } from '../read-settings.ts';
import type { ToldOnce } from './background.ts';
import type { WindowPlace } from './main-window.ts';
import type { SealedStore } from './safe-secrets.ts';
import type { UpdateMemory } from './updates.ts';

const placeSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .partial();

/** Everything that the desktop host keeps in its settings file: settings, the window's place, sealed secrets. */
export function createElectronSettings(preset: Preset): {
  settings: SettingsStore;
  place: WindowPlace;
  sealed: SealedStore;
  updateMemory: UpdateMemory;
  toldOfTray: ToldOnce;
} {
  const file = new ElectronStore<Record<string, unknown>>({ name: 'settings', clearInvalidConfig: false });
  return {
    settings: {
      read: () => readSettings(file.get('settings'), preset),
      write: (settings) => file.set('settings', settings),
    },
    place: {
      read() {
        const { x, y, width, height } = placeSchema.safeParse(file.get('place')).data ?? {};
        return width === undefined || height === undefined
          ? {}
          : { width, height, ...(x === undefined || y === undefined ? {} : { x, y }) };
      },
      write: (place) => file.set('place', { ...place }),
    },
    updateMemory: {
      read: () => z.string().nullable().catch(null).parse(file.get('updateAwaited')),
      write: (version) => file.set('updateAwaited', version),
    },
    toldOfTray: {
      read: () => file.get('toldOfTray') === true,
      write: () => file.set('toldOfTray', true),
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
