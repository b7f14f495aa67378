import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { OtherPc } from '../../preload/contract/other-pcs.ts';
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

describe('with other PCs of the same scan folder', () => {
  const pc = (name: string, given: Partial<OtherPc['sum']>): OtherPc => ({
    name,
    toldAt: Date.now() - 7_200_000,
    sum: { needs: 0, moving: 0, scanned: 5, filed: 5, ignored: 0, stuck: 0, ...given },
  });

  it('says that all is filed only if it is on all of them', async () => {
    const done = today({ found: 1, filed: 1 });
    const { text, bridge } = await bar({ ...done, otherPcs: [pc('ROOM-2', {}), pc('ROOM-3', {})] });
    expect(await text()).toContain('Everything scanned today is filed, on all 3 PCs.');
    bridge.tell('status:changed', statusOf({ ...done, otherPcs: [pc('ROOM-2', { needs: 2, moving: 1 })] }));
    await expect.poll(text).toContain('3 open on other PCs');
    expect(await text()).not.toContain('Everything');
  });

  it('shows the day of each and the sum of all', async () => {
    await bar({ ...inStates({ inbox: 1 }), otherPcs: [pc('ROOM-2', { needs: 2 })] });
    await fireEvent.click(await screen.findByRole('button', { name: '2 open on other PCs' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByRole('columnheader', { name: /ROOM-2/ })).toBeTruthy();
    expect(dialog.getByRole('row', { name: /Inbox, failed/ }).textContent.replace(/\s+/g, ' ')).toMatch(
      /refused ?1 ?2 ?3$/,
    );
    expect(screen.getByRole('dialog').textContent).toContain('3 files are not filed yet.');
  });
});
