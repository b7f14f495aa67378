import { fireEvent, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import { attachmentIdSchema } from '../../preload/contract/ids.ts';
import type { PendingArchiveView } from '../../preload/contract/views.ts';
import ArchiveDialog from '../../renderer/components/ArchiveDialog.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import DeskView from '../../renderer/views/DeskView.svelte';
import SideNav from '../../renderer/components/SideNav.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { attachmentRow, errorDto, jane, statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

beforeEach(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = () => undefined;
  HTMLDialogElement.prototype.close = () => undefined;
});

const id = attachmentIdSchema.parse('41');
const pending = (given: Partial<PendingArchiveView> = {}): PendingArchiveView => ({
  ...{ id, name: 'letter.pdf', patient: jane, patientId: jane.id, replaced: true, askedAt: 0 },
  ...{ standing: 'refused', error: errorDto('permission-denied') },
  ...given,
});

/** The desk, with these archives. */
async function deskWith(archives: PendingArchiveView[]) {
  const shown = show(
    DeskView,
    {},
    {
      'jobs:page': () => ok({ rows: [], total: 0, revision: 1 }),
      'archives:retry': () => ok(statusOf({})),
      'archives:leave': () => ok(statusOf({})),
    },
  );
  shown.bridge.tell('status:changed', statusOf({ archives }));
  return { ...shown, part: await screen.findByRole('region', { name: 'Not archived yet' }) };
}

it('case 49: names a wrong document that is still in a chart, with two identifiers and the reason', async () => {
  const { part, bridge } = await deskWith([pending()]);
  for (const words of [
    'letter.pdf',
    'Still in the wrong chart',
    'Jane Citizen',
    'Feb 3, 1980',
    'no permission',
  ])
    expect(part.textContent).toContain(words);
  await fireEvent.click(within(part).getByRole('button', { name: 'Try again to archive letter.pdf' }));
  await expect.poll(() => bridge.asked).toContainEqual({ name: 'archives:retry', input: { ids: [id] } });
  await fireEvent.click(within(part).getByRole('button', { name: 'Leave letter.pdf in the chart' }));
  await expect.poll(() => bridge.asked).toContainEqual({ name: 'archives:leave', input: { id } });
});

it('promises a retry only while there is one, and offers nothing before the first answer', async () => {
  const { part, bridge } = await deskWith([
    pending({ standing: 'waiting', replaced: false, error: errorDto('service-error') }),
  ]);
  expect(part.textContent).toContain('Still in the chart');
  expect(part.textContent).toContain('Chartdrop retries automatically.');
  bridge.tell('status:changed', statusOf({ archives: [pending({ standing: 'waiting', error: null })] }));
  await expect.poll(() => part.textContent).toContain('Archiving…');
  expect(within(part).queryAllByRole('button')).toEqual([]);
  bridge.tell('status:changed', statusOf({ archives: [] }));
  await expect.poll(() => screen.queryByRole('region', { name: 'Not archived yet' })).toBeNull();
});

it('tells once that a wrong document stays in a chart, until that is no longer true', async () => {
  const { bridge } = show(Notices, {});
  bridge.tell('status:changed', statusOf({}));
  bridge.tell('status:changed', statusOf({ archives: [pending()] }));
  bridge.tell('status:changed', statusOf({ archives: [pending()] }));
  const log = screen.getByRole('log');
  await expect.poll(() => log.textContent).toContain('did not archive letter.pdf');
  expect(log.textContent).toContain('Jane Citizen');
  expect(within(log).getAllByRole('paragraph')).toHaveLength(1);
  bridge.tell('status:changed', statusOf({ archives: [] }));
  await expect.poll(() => log.textContent.trim()).toBe('');
});

it('counts what needs a person beside the desk', async () => {
  const { bridge } = show(SideNav, {});
  const archives = [pending(), pending({ id: attachmentIdSchema.parse('42'), standing: 'waiting' })];
  bridge.tell('status:changed', statusOf({ archives }));
  await expect.poll(() => screen.getByRole('button', { name: /Desk/ }).textContent).toMatch(/Desk\s*1\s*$/);
});

it('says of an archive without an answer that it is looked up, not that it is done', async () => {
  const attachments = [attachmentRow({ id })];
  const { core } = show(
    ArchiveDialog,
    { attachments, patientOf: () => jane, onClose: () => undefined, onArchived: () => undefined },
    {
      'attachments:archive': () => ok([{ id, error: null, outcome: 'waiting' as const }]),
    },
  );
  await fireEvent.click(screen.getByText('Archive'));
  await expect
    .poll(() => core.notices.map(({ text }) => text))
    .toEqual(['Cliniko has not confirmed that it is archived. Chartdrop checks and retries.']);
});
