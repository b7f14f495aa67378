import { globSync, readFileSync } from 'node:fs';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import App from '../../renderer/App.svelte';
import KeysDialog from '../../renderer/components/KeysDialog.svelte';
import { deskKey } from '../../renderer/state/desk-keys.ts';
import { keyText } from '../../renderer/state/key-text.ts';
import { type KeyRow, keyRows, rowOf, takesText } from '../../renderer/state/keys.ts';
import { createFakeBridge } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

// jsdom has neither modal dialogs nor a theme of the system.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = () => undefined;
  vi.stubGlobal('matchMedia', () => new EventTarget());
});
afterEach(() => void vi.unstubAllGlobals());

const press = (row: KeyRow) => ({
  key: row.key,
  shiftKey: row.with === 'shift',
  ctrlKey: row.with === 'control',
  metaKey: false,
  altKey: false,
  isComposing: false,
  repeat: false,
});

describe('the list of keys', () => {
  it.each(keyRows.map((row) => [row.place, row.with, row.key, row] as const))(
    'finds its own row in %s for %s %s',
    (place, _with, _key, row) => {
      expect(rowOf(place, press(row))).toBe(row);
      expect(rowOf(place, { ...press(row), altKey: true })).toBeNull();
      expect(rowOf(place, { ...press(row), isComposing: true })).toBeNull();
    },
  );

  it('gives every key of the desk an act', () => {
    for (const row of keyRows.filter(({ place }) => place === 'desk')) {
      expect(deskKey(press(row), { index: 3, total: 40 }), `${row.act} ${row.key}`).not.toBeNull();
    }
  });

  it('is the only place that compares keys, except for a held Enter', () => {
    const others = globSync('renderer/**/*.{svelte,ts}').filter((file) =>
      /\b(event|press)\.key(Code)? (===|!==)/.test(readFileSync(file, 'utf8')),
    );
    expect(others.map((file) => file.replaceAll('\\', '/'))).toEqual(['renderer/components/DeskFile.svelte']);
  });

  it.each([en, de, fr])('has words for every act and every named key (%#)', (words) => {
    for (const { act, key, place } of keyRows) {
      expect(words.keyActs[act]).toBeTruthy();
      expect(words.keyPlaces[place]).toBeTruthy();
      if (key.length > 1 && !key.startsWith('Arrow')) expect(words.keyNames).toHaveProperty(key);
    }
  });
});

it('shows every key with its act', () => {
  show(KeysDialog, { onClose: () => undefined });
  for (const { act, place, key, with: modifier } of keyRows) {
    const line = within(screen.getByRole('region', { name: en.keyPlaces[place] }))
      .getByText(en.keyActs[act])
      .closest('div');
    const row = keyRows.find((one) => one.act === act && one.key === key);
    expect(line?.textContent, act).toContain(row === undefined ? '' : keyText(row));
    if (modifier !== null) expect(line?.textContent, act).toContain(en.keys[modifier]);
  }
});

it('opens by a question mark, which stays text in a box', async () => {
  const bridge = createFakeBridge({});
  render(App, { props: { bridge } });
  bridge.setLink(true);
  bridge.tell('status:changed', statusOf({}));
  const find = await screen.findByRole('button', { name: /^Find/ });
  await fireEvent.click(find);
  const box = await screen.findByRole('combobox');
  expect(takesText(box)).toBe(true);
  await fireEvent.keyDown(box, { key: '?', shiftKey: true });
  expect(screen.queryByRole('dialog', { name: 'Keys' })).toBeNull();
  await fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  expect(screen.getByRole('dialog', { name: 'Keys' })).toBeTruthy();
});
