import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Status } from '../../preload/contract/views.ts';
import StatusBar from '../../renderer/components/StatusBar.svelte';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

// jsdom has no modal dialogs; the browser suite opens real ones.
HTMLDialogElement.prototype.showModal = function showModal(): void {
  this.open = true;
};
HTMLDialogElement.prototype.close = () => undefined;

const none = statusOf({});
const today = (numbers: Partial<Status['today']>): Partial<Status> => ({
  today: { ...none.today, ...numbers },
});
const inStates = (counts: Partial<Status['counts']>): Partial<Status> => ({
  counts: { ...none.counts, ...counts },
});

async function bar(status: Partial<Status>) {
  const shown = show(StatusBar, {});
  shown.bridge.tell('status:changed', statusOf(status));
  const text = async () => (await screen.findByRole('contentinfo')).textContent.replace(/\s+/g, ' ');
  return { ...shown, text };
}

describe('the day in one line', () => {
  it.each<[string, Partial<Status>, RegExp]>([
    ['before the first scan', {}, /^ ?Nothing scanned today yet\./],
    ['when all is filed', today({ found: 2, filed: 2 }), /Everything scanned today is filed\. 2 filed today/],
    [
      'with files that need a person, of earlier days too',
      { ...today({ found: 1, filed: 1 }), ...inStates({ inbox: 2, failed: 1 }) },
      /3 need you 1 filed today/,
    ],
    [
      'with a file on its way',
      { ...today({ found: 1, waiting: 1 }), ...inStates({ linking: 1 }) },
      /1 in the queue/,
    ],
    [
      'with a file that a folder cannot give',
      { ...today({ found: 1, filed: 1 }), stuck: 1 },
      /1 cannot be filed/,
    ],
    ['with ignored files', today({ found: 2, filed: 1, dismissed: 1 }), /1 filed today 1 ignored today/],
  ])('says so %s', async (_case, status, words) => {
    const { text } = await bar(status);
    expect(await text()).toMatch(words);
    const isDone = /Everything/.test(words.source) || /ignored/.test(words.source);
    expect((await text()).includes('Everything scanned today is filed.')).toBe(isDone);
  });

  it.each([
    ['need you', 'needs'],
    ['in the queue', 'moving'],
    ['filed today', 'filed'],
    ['ignored today', 'dismissed'],
  ])('opens its files from the number: %s', async (name, list) => {
    const { navigation } = await bar({
      ...today({ found: 4, filed: 1, dismissed: 1, waiting: 2 }),
      ...inStates({ inbox: 1, queued: 1, failed: 1 }),
    });
    await fireEvent.click(await screen.findByRole('button', { name: new RegExp(name) }));
    expect(navigation.view).toBe('desk');
    expect(navigation.desk).toBe(list);
  });
});

describe('the evening’s card', () => {
  it('says what is not filed, opens the files of each number, and prints', async () => {
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined);
    const { navigation } = await bar({ ...today({ found: 3, filed: 2 }), ...inStates({ inbox: 1 }) });
    await fireEvent.click(await screen.findByRole('button', { name: 'The day…' }));
    const card = screen.getByRole('dialog');
    expect(card.textContent).toContain('1 file is not filed yet.');
    expect(within(card).getByText('Scanned today').nextElementSibling?.textContent).toContain('3');
    await fireEvent.click(within(card).getByRole('button', { name: 'Print' }));
    expect(print).toHaveBeenCalledOnce();
    await fireEvent.click(within(card).getByRole('button', { name: /^Inbox, failed and refused: 1/ }));
    expect(navigation.desk).toBe('needs');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says that everything is filed', async () => {
    await bar(today({ found: 3, filed: 3 }));
    await fireEvent.click(await screen.findByRole('button', { name: 'The day…' }));
    expect(screen.getByRole('dialog').textContent).toContain('Everything scanned today is filed.');
  });
});
