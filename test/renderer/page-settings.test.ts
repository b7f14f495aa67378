import { fireEvent, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { type Preferences, preferencesSchema } from '../../preload/contract/settings.ts';
import PageSettings from '../../renderer/components/PageSettings.svelte';
import { show } from './show.ts';

function settings(given: Partial<Preferences> = {}) {
  const changes: Partial<Preferences>[] = [];
  const current = preferencesSchema.parse(given);
  show(PageSettings, { current, onChange: (change: Partial<Preferences>) => changes.push(change) }, {});
  return changes;
}

it('has a switch for each use of a page, and for each language', async () => {
  const changes = settings();
  for (const label of [
    'Read pages on this PC',
    'Ask if a page names another patient',
    'Propose the patient on the page',
    'English',
  ])
    await fireEvent.click(screen.getByLabelText(label));
  expect(changes).toEqual([
    { readPages: false },
    { guardPages: false },
    { suggestPatients: false },
    { pageLanguages: ['de', 'fr'] },
  ]);
});

it('keeps one language, without which nothing could be read', () => {
  settings({ pageLanguages: ['de'] });
  expect(screen.getByLabelText<HTMLInputElement>('Deutsch').disabled).toBe(true);
  expect(screen.getByLabelText<HTMLInputElement>('Français').disabled).toBe(false);
});

it('shows only its own switch while reading is off', () => {
  settings({ readPages: false });
  expect(screen.getByLabelText<HTMLInputElement>('Read pages on this PC').checked).toBe(false);
  expect(screen.queryByLabelText('Propose the patient on the page')).toBeNull();
});
