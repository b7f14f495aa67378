import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Sentence from '../../renderer/components/Sentence.svelte';
import TopBar from '../../renderer/components/TopBar.svelte';
import FolderForm from '../../renderer/components/FolderForm.svelte';
import { followAppearance } from '../../renderer/state/appearance.ts';
import { speak } from '../../renderer/state/language.svelte.ts';
import { strong } from '../../preload/words/strong.ts';
import SettingsView from '../../renderer/views/SettingsView.svelte';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { ok } from '../fakes/fake-bridge.ts';
import { statusOf, toJane } from '../fixtures/views.ts';
import { show } from './show.ts';

// jsdom has no layout and no media queries.
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: false }));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await speak('en');
});

describe('a change of the language', () => {
  it('updates shown text, dates too, and is announced to screen readers', async () => {
    const { bridge } = show(TopBar, {});
    bridge.tell('status:changed', statusOf({ active: { destination: toJane, remainingMs: 60_000 } }));
    expect(await screen.findByText('Scans go to')).toBeTruthy();
    await speak('de');
    expect(await screen.findByText('Scans gehen an')).toBeTruthy();
    expect(screen.getByText(/03\.02\.1980/)).toBeTruthy();
    expect(document.documentElement.lang).toBe('de');
    await speak('fr');
    expect(await screen.findByText('Les numérisations vont à')).toBeTruthy();
    expect(screen.getByText(/3 févr\. 1980/)).toBeTruthy();
    expect(document.documentElement.lang).toBe('fr');
  });

  it('keeps typed text and the focus', async () => {
    show(FolderForm, { folder: null, onSaved: () => undefined, onCancel: () => undefined });
    const path = screen.getByLabelText<HTMLInputElement>('Folder');
    path.focus();
    await fireEvent.input(path, { target: { value: '/scans/desk' } });
    await speak('de');
    await waitFor(() => expect(screen.getByLabelText('Ordner')).toBe(path));
    expect(path.value).toBe('/scans/desk');
    expect(document.activeElement).toBe(path);
  });

  it('the last requested one stays', async () => {
    await Promise.all([speak('de'), speak('fr'), speak('en')]);
    expect(document.documentElement.lang).toBe('en');
  });
});

describe('the setting', () => {
  it('names each language in its own words, and is kept and followed at once', async () => {
    const preferences = preferencesSchema.parse({});
    const { bridge } = show(
      SettingsView,
      {},
      {
        'settings:read': () => ok(preferences),
        'settings:update': (given) => ok({ ...preferences, ...given } as typeof preferences),
        'updates:read': () => ok({ kind: 'off', why: 'host' }),
      },
    );
    bridge.setLink(true);
    const select = await screen.findByLabelText<HTMLSelectElement>('Language');
    expect([...select.options].map(({ text }) => text)).toEqual([
      'Match system',
      'English',
      'Deutsch',
      'Français',
    ]);
    await fireEvent.change(select, { target: { value: 'de' } });
    expect(await screen.findByLabelText('Sprache')).toBe(select);
    expect(bridge.asked.findLast(({ name }) => name === 'settings:update')?.input).toEqual({
      language: 'de',
    });
  });

  it('is followed when the window opens', async () => {
    const { core, bridge } = show(
      TopBar,
      {},
      { 'settings:read': () => ok(preferencesSchema.parse({ language: 'fr' })) },
    );
    bridge.setLink(true);
    const stop = followAppearance(core);
    expect(await screen.findByText('Aucun patient sélectionné.')).toBeTruthy();
    stop();
  });
});

it('a sentence shows in bold what its language marks', () => {
  show(Sentence, { text: `Ablegen bei ${strong('Wei Li')}.` });
  expect(screen.getByText('Wei Li').tagName).toBe('STRONG');
  expect(document.body.textContent).toContain('Ablegen bei Wei Li.');
});
