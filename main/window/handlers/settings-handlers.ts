import type { RequestInput } from '../../../preload/contract/requests.ts';
import type { ImportPlan } from '../../../preload/contract/setting-change.ts';
import { ChartdropError } from '../../base/errors.ts';
import { invalidSettings } from '../../core/preset/check-preset.ts';
import { readSettingsFile } from '../../core/preset/read-settings-file.ts';
import type { SettingsImport } from '../../core/preset/settings-transfer.ts';
import type { Caller } from '../caller.ts';
import { refuseOverlap } from './folders/folder-handlers.ts';
import type { HandlerDeps, HandlersOf } from './handler-types.ts';

type Source = RequestInput<'settings:preview'>;

/** Preferences, and files with settings for other PCs. */
export function settingsHandlers(deps: HandlerDeps): HandlersOf<'settings'> {
  const { desk, chooseSettings, browser } = deps;

  /**
   * The text of a file that a person gave. A file names folders, so where the host has a dialog, only that can choose one: a
   * script in the window must not name folders itself.
   */
  const textOf = (from: Source, { handles }: Caller): Promise<string> | string => {
    if (from.kind === 'chosen') return readSettingsFile(handles.look(from.chosen, 'settings'));
    if (chooseSettings !== null) throw new ChartdropError('request-invalid', { detail: 'text' });
    return from.text;
  };

  /** Without a dialog, an import may name no new folder that the browser would not show. */
  const refuseHidden = async ({ folders }: SettingsImport): Promise<void> => {
    for (const [at, { id, path }] of folders.entries()) {
      if (browser === null || desk.folders().some((one) => one.id === id)) continue;
      await browser.open(path, null).catch((thrown: unknown) => {
        throw invalidSettings('', [`folders.${at}.path`], thrown);
      });
    }
  };

  const planOf = async (from: Source, caller: Caller): Promise<SettingsImport> => {
    const plan = desk.planImport(await textOf(from, caller));
    await refuseHidden(plan);
    for (const folder of plan.folders) await refuseOverlap(desk, folder);
    return plan;
  };

  return {
    'settings:read': () => desk.preferences(),
    'settings:update': (change) => desk.updatePreferences(change),
    'settings:choose': async (_, { handles }) => {
      if (chooseSettings === null)
        throw new ChartdropError('request-invalid', { detail: 'no native dialog' });
      const path = await chooseSettings();
      return path === null ? null : handles.grant('settings', path);
    },
    'settings:preview': async (from, caller): Promise<ImportPlan> => {
      const { changes, ignored, plan } = await planOf(from, caller);
      return { changes, ignored, plan };
    },
    'settings:import': async ({ from, plan: shown }, caller) => {
      const plan = await planOf(from, caller);
      if (plan.plan !== shown) throw new ChartdropError('choice-expired');
      desk.applyImport(plan);
      return desk.preferences();
    },
  };
}
