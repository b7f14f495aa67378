import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { attachmentIdSchema, userIdSchema } from '../../preload/contract/ids.ts';
import type { RequestInput, RequestOutput } from '../../preload/contract/requests.ts';
import AttachmentFilters from '../../renderer/components/AttachmentFilters.svelte';
import PreviewDialog from '../../renderer/components/PreviewDialog.svelte';
import { filterFields, filterOf, filterText, operatorsOf } from '../../renderer/state/attachment-filters.ts';
import { AttachmentList } from '../../renderer/state/attachment-list.svelte.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { UserNames } from '../../renderer/state/user-names.svelte.ts';
import { createFakeBridge, ok, refused } from '../fakes/fake-bridge.ts';
import { attachmentRow, jane, wei } from '../fixtures/views.ts';
import { show } from './show.ts';

type ListInput = RequestInput<'attachments:list'>;
type Page = Result<RequestOutput<'attachments:list'>>;

const ofJane = attachmentRow({ id: attachmentIdSchema.parse('11'), patientId: jane.id, name: 'jane.pdf' });
const ofWei = attachmentRow({ id: attachmentIdSchema.parse('21'), patientId: wei.id, name: 'wei.pdf' });
const pageOf = (...rows: (typeof ofJane)[]): Page => ok({ rows, total: rows.length, next: null });

/** A list whose pages the test delivers. */
function attachments() {
  const waiting: { input: ListInput; answer: (page: Page) => void }[] = [];
  const bridge = createFakeBridge({
    'attachments:list': (input) => new Promise((resolve) => waiting.push({ input, answer: resolve })),
  });
  const list = new AttachmentList(new Core(bridge));
  const answer = async (page: Page): Promise<void> => {
    waiting.at(-1)?.answer(page);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { list, answer, asked: () => waiting.map(({ input }) => input) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shows and selects nothing of the previous patient while another list is awaited', async () => {
  const { list, answer } = attachments();
  list.setScope({ kind: 'patient', patient: jane });
  await answer(pageOf(ofJane));
  list.toggle(ofJane);
  expect(list.selected).toEqual([ofJane]);
  list.setScope({ kind: 'patient', patient: wei });
  expect([list.rows, list.selected, list.total, list.isInert]).toEqual([[], [], null, true]);
  list.toggle(ofJane);
  expect(list.isCurrent(ofJane)).toBe(false);
  await answer(pageOf(ofWei));
  expect([list.rows, list.selected]).toEqual([[ofWei], []]);
});

it('dims the rows of the previous filters, and prevents acts on them', async () => {
  const { list, answer } = attachments();
  list.setScope({ kind: 'recent' });
  await answer(pageOf(ofJane, ofWei));
  list.setFilters(['filename:~wei']);
  expect([list.rows.length, list.isInert]).toEqual([2, true]);
  list.toggle(ofJane);
  expect(list.selected).toEqual([]);
  await answer(refused('rate-limited'));
  expect([list.isInert, list.failure?.code]).toEqual([true, 'rate-limited']);
});

it('ends filters, order and the archived choice of one patient with that patient', async () => {
  const { list, answer, asked } = attachments();
  list.setScope({ kind: 'patient', patient: jane });
  await answer(pageOf(ofJane));
  list.setFilters(['filename:~letter']);
  list.setArchived('only');
  list.setSort([{ field: 'size', direction: 'asc' }]);
  list.setScope({ kind: 'patient', patient: wei });
  expect(asked().at(-1)).toMatchObject({
    scope: { kind: 'patient', id: wei.id },
    filters: [],
    archived: 'without',
    sort: [{ field: 'created_at', direction: 'desc' }],
  });
});

it('keeps the selection of rows whose page was unloaded, as records', async () => {
  const { list, answer } = attachments();
  list.setScope({ kind: 'recent' });
  await answer(pageOf(ofJane, ofWei));
  list.toggle(ofWei);
  list.toggle(ofJane);
  expect(list.selected).toEqual([ofWei, ofJane]);
});

it.each([
  ['id', '=', '1968645883121711361', 'id:=1968645883121711361'],
  ['user_id', '=', ' 1968645883121711361 ', 'user_id:=1968645883121711361'],
  ['id', '=', '1,2', 'id:=1,2'],
  ['size', '=', 'abc', null],
  ['size', '>=', '1,2', null],
  ['size', '>=', '1e3', null],
  ['id', '>=', '', null],
  ['created_at', '>', 'soon', null],
  ['created_at', '?', '', 'created_at:?'],
  ['archived_at', '*', '', 'archived_at:*'],
  ['filename', '~', ' letter ', 'filename:~letter'],
  ['filename', '=', '  ', null],
] as const)('turns %s %s "%s" into %s', (name, sign, typed, expected) => {
  const field = filterFields(false).find((one) => one.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  const operator = operatorsOf[field.type].find((one) => one.sign === sign);
  if (operator === undefined) throw new Error(`no operator ${sign}`);
  expect(filterOf(field, operator, typed)).toBe(expected);
});

it('offers every operator of every field of the API', () => {
  const signs = (type: keyof typeof operatorsOf): string[] =>
    operatorsOf[type].map(({ sign }) => sign).toSorted();
  expect(signs('dateTime')).toEqual(['!?', '*', '<', '<=', '>', '>=', '?']);
  expect(signs('integer')).toEqual(['!=', '!?', '<', '<=', '=', '>', '>=', '?']);
  expect(signs('string')).toEqual(['!=', '!?', '=', '?', '~', '~~']);
  expect(filterFields(false).map(({ name }) => name)).toContain('archived_at');
  expect(filterFields(true).map(({ name }) => name)).not.toContain('patient_id');
});

it('names a filter in words', () => {
  expect(filterText('filename:~letter')).toBe('Name contains “letter”');
  expect(filterText('size:!?')).toBe('Size in bytes is not set');
});

const filters = () => {
  const changed: (readonly string[])[] = [];
  const sorted: unknown[] = [];
  show(AttachmentFilters, {
    filters: [] as readonly string[],
    sort: [{ field: 'created_at' as const, direction: 'desc' as const }],
    isOfOnePatient: true,
    onChange: (given: readonly string[]) => changed.push(given),
    onSort: (given: unknown) => sorted.push(given),
  });
  return { changed, sorted };
};

it('accepts a complete id from a text box, and refuses an invalid one before it is sent', async () => {
  const { changed } = filters();
  await fireEvent.change(screen.getByLabelText('Field'), { target: { value: '9' } });
  const field = screen.getByLabelText<HTMLSelectElement>('Field');
  field.selectedIndex = [...field.options].findIndex(({ text }) => text === 'Id');
  await fireEvent.change(field);
  const value = screen.getByLabelText<HTMLInputElement>('Value');
  expect(value.type).toBe('text');
  await fireEvent.input(value, { target: { value: '12x' } });
  await fireEvent.submit(screen.getByRole('form', { name: 'Filters' }));
  expect(changed).toEqual([]);
  expect(screen.getByRole('alert').textContent).toContain('Digits only');
  await fireEvent.input(value, { target: { value: '1968645883121711361' } });
  await fireEvent.submit(screen.getByRole('form', { name: 'Filters' }));
  expect(changed).toEqual([['id:=1968645883121711361']]);
});

it('orders by several fields, and not by the patient in the list of one', async () => {
  const { sorted } = filters();
  const first = screen.getByLabelText('Order by');
  expect(within(first).queryByRole('option', { name: 'Patient' })).toBeNull();
  const more = screen.getByLabelText('Then by…');
  await fireEvent.change(more, { target: { value: 'size' } });
  expect(sorted).toEqual([
    [
      { field: 'created_at', direction: 'desc' },
      { field: 'size', direction: 'asc' },
    ],
  ]);
});

it('names the user who added it, and the id if the clinic does not return the name', async () => {
  const id = userIdSchema.parse('1968645883121642879');
  const bridge = createFakeBridge({ 'users:names': () => ok([{ id, name: 'Frankie Desk' }]) });
  const names = new UserNames(new Core(bridge));
  names.want([id, id]);
  await vi.advanceTimersByTimeAsync(0);
  expect([names.of(id), names.of('7'), names.of(null)]).toEqual(['Frankie Desk', '#7', '']);
  names.want([id]);
  expect(bridge.asked).toHaveLength(1);
});

it('shows the id and the times of an attachment, and its own patient by two identifiers', () => {
  HTMLDialogElement.prototype.showModal = () => undefined;
  HTMLDialogElement.prototype.close = () => undefined;
  show(PreviewDialog, {
    attachment: attachmentRow({ name: 'letter.pdf', updatedAt: 1e12, processedAt: 1e12, preview: 'none' }),
    patient: jane,
    addedBy: 'Frankie Desk',
    onClose: () => undefined,
    onRefile: null,
  });
  const text = document.body.textContent;
  for (const word of [
    'Jane Citizen',
    '3 Feb 1980',
    `#${jane.id}`,
    'Processed',
    'Updated',
    '#1968645883121700001',
    'Frankie Desk',
  ])
    expect(text.replaceAll('Feb 3, 1980', '3 Feb 1980')).toContain(word);
});
