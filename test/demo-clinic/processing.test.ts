import { describe, expect, it } from 'vitest';
import type { Fate } from '../../main/demo-clinic/faults/faults.ts';
import { createProcessing } from '../../main/demo-clinic/records/processing.ts';
import { attachmentRow, openParts, patientRow } from './open-parts.ts';

const start = Date.parse('2026-11-23T04:05:06Z');

async function openClinic(processingMs = 1000) {
  const parts = await openParts();
  const clock = { now: start };
  const processing = createProcessing({ ...parts, now: () => clock.now, processingMs });
  for (const id of ['1', '2']) parts.records.put('patient', patientRow(id));
  function create(id: string, key: string, fate: Fate | null = null): void {
    parts.objects.put(key, { blob: `blob of ${key}`, size: 7 });
    parts.records.put('attachment', attachmentRow(id, '1', `blob of ${key}`));
    processing.schedule(id, key, fate);
  }
  const get = (id: string) => parts.records.get('attachment', id);
  return { ...parts, clock, processing, create, get };
}

it('does nothing before the time, and everything due at once', async () => {
  const { clock, processing, create, get } = await openClinic();
  create('10', 'temp/a.pdf');
  clock.now += 500;
  create('11', 'temp/b.jpg');
  clock.now += 499;
  processing.settle();
  expect(get('10')?.processed_at).toBeNull();
  clock.now += 1;
  processing.settle();
  expect([get('10')?.processed_at, get('11')?.processed_at]).toEqual(['2026-11-23T04:05:07Z', null]);
  clock.now += 3_600_000;
  processing.settle();
  expect(get('11')?.processed_at).toBe('2026-11-23T05:05:07Z');
  expect(get('10')?.processed_at).toBe('2026-11-23T04:05:07Z');
});

it('sets what the service learns from the file, and nothing else', async () => {
  const { processing, create, get, objects } = await openClinic(0);
  create('10', 'temp/patients/1/x/scans/Letter.PDF');
  const before = get('10');
  processing.settle();
  expect(get('10')).toEqual({
    ...before,
    filename: 'Letter.PDF',
    content_type: 'application/pdf',
    size: 7,
    processed_at: '2026-11-23T04:05:06Z',
    updated_at: '2026-11-23T04:05:06Z',
  });
  expect(objects.get('temp/patients/1/x/scans/Letter.PDF')).toBeNull();
});

it.each([
  ['a.jpeg', 'image/jpeg'],
  ['a.TIFF', 'image/tiff'],
  ['a.dcm', 'application/dicom'],
  ['a.tar.gz', 'application/octet-stream'],
  ['noextension', 'application/octet-stream'],
  ['pdf', 'application/pdf'],
])('knows the type of %s', async (name, type) => {
  const { processing, create, get } = await openClinic(0);
  create('10', `temp/${name}`);
  processing.settle();
  expect(get('10')?.content_type).toBe(type);
});

it('keeps an earlier archiving', async () => {
  const { records, processing, create, get } = await openClinic(0);
  create('10', 'temp/a.pdf');
  const row = get('10');
  if (row !== null) records.put('attachment', { ...row, archived_at: '2026-11-23T04:05:06Z' });
  processing.settle();
  expect(get('10')).toMatchObject({ archived_at: '2026-11-23T04:05:06Z', filename: 'a.pdf' });
});

describe('a fate', () => {
  it.each([
    ['never-process', { processed_at: null, size: null, patient_id: '1' }],
    ['process-wrong-size', { size: 8, patient_id: '1' }],
    ['process-wrong-patient', { size: 7, patient_id: '2' }],
    ['vanish', null],
  ] as const)('%s', async (fate, expected) => {
    const { clock, processing, create, get } = await openClinic();
    create('10', 'temp/a.pdf', fate);
    expect(get('10')).not.toBeNull();
    clock.now += 86_400_000;
    processing.settle();
    const row = get('10');
    if (expected === null) expect(row).toBeNull();
    else expect(row).toMatchObject(expected);
  });
});

it('is the same for another process that comes later', async () => {
  const { folder, clock, create, processing, get } = await openClinic();
  create('10', 'temp/a.pdf');
  clock.now += 1000;
  const other = await openParts(folder);
  createProcessing({ ...other, now: () => clock.now, processingMs: 0 }).settle();
  expect(get('10')?.filename).toBe('a.pdf');
  const done = get('10');
  clock.now += 1000;
  processing.settle();
  expect(get('10')).toEqual(done);
});
