import { describe, expect, it, onTestFinished } from 'vitest';
import { type Archives, createArchives } from '../../main/uploads/archives.ts';
import { type AttachmentId, attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { callOptions, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

/** An attachment made by others, and a person who archives it. */
async function scene() {
  const demo = await testClinic();
  const bench = await uploadBench(demo);
  const [one, next] = demo
    .attachments()
    .filter(({ archivedAt, processed }) => archivedAt === null && processed);
  const whose = demo.patients().find(({ id }) => id === one?.patientId);
  const other = demo.patients().find(({ id }) => id !== one?.patientId);
  if (one === undefined || next === undefined || whose === undefined || other === undefined)
    throw new Error('too little there');
  const { history, clinic, writer } = bench;
  const opened: Archives[] = [];
  /** As at a start of the program. */
  const open = (): Archives => {
    const clock = createFastClock(20);
    const archives = createArchives({
      ...{ client: clinic.client, history, writer, clock, random: Math.random },
      ...{ log: silentLog, onChanged: () => undefined },
    });
    opened.push(archives);
    return archives;
  };
  onTestFinished(async () => {
    for (const archives of opened) await archives.stop();
  });
  const archives = open();
  const id = attachmentIdSchema.parse(one.id);
  return {
    ...{ demo, one, id, next, whose, other, archives, open },
    archive: (patientId: string | null, attachment: AttachmentId = id) =>
      archives.archive(
        { id: attachment, patientId: patientId === null ? null : patientIdSchema.parse(patientId) },
        callOptions(),
      ),
    isArchived: () => demo.attachments().find((held) => held.id === one.id)?.archivedAt !== null,
    calls: () => demo.faults.fired(),
    entries: () => history.audit.entries({ limit: 10 }),
    kinds: () => history.audit.entries({ limit: 10 }).map(({ kind }) => kind),
  };
}

describe('archiving other people’s attachments', () => {
  it('records the file and the patient by two identifiers, before and after', async () => {
    const { archive, one, whose, isArchived, entries, archives } = await scene();
    expect(await archive(whose.id)).toBe('archived');
    expect(isArchived()).toBe(true);
    expect(archives.pending()).toEqual([]);
    expect(entries().map(({ kind }) => kind)).toEqual(['attachment-archive-asked', 'attachment-archived']);
    for (const entry of entries()) {
      expect(entry).toMatchObject({
        attachmentId: one.id,
        patientId: whose.id,
        detail: { file: one.filename, dateOfBirth: whose.dateOfBirth },
      });
      expect(entry.detail?.['patient']).toContain(whose.lastName);
    }
  });

  it('is recorded once, although a person clicks twice', async () => {
    const { archive, whose, calls, kinds, isArchived } = await scene();
    expect(await Promise.all([archive(whose.id), archive(whose.id), archive(whose.id)])).toEqual(
      Array.from({ length: 3 }, () => 'archived'),
    );
    expect(isArchived()).toBe(true);
    expect(kinds()).toEqual(['attachment-archive-asked', 'attachment-archived']);
    expect(calls()).toEqual({});
  });

  it('is recorded once, although the start of the program tries it at the same moment', async () => {
    const { demo, archive, archives, open, id, whose, kinds } = await scene();
    demo.faults.add({ step: 'archive', act: { status: 503 }, times: 1 });
    expect(await archive(whose.id)).toBe('waiting');
    await archives.stop();
    const next = open();
    next.start();
    const shown = { id, patientId: patientIdSchema.parse(whose.id) };
    expect(await next.archive(shown, callOptions())).toBe('archived');
    await expect.poll(() => next.pending()).toEqual([]);
    await next.stop();
    expect(kinds().filter((kind) => kind === 'attachment-archived')).toHaveLength(1);
  });

  it('is not recorded again if the list in a window was older', async () => {
    const { archive, whose, kinds, isArchived } = await scene();
    await archive(whose.id);
    expect(isArchived()).toBe(true);
    const before = kinds();
    expect(await archive(whose.id)).toBe('archived');
    expect(kinds()).toEqual(before);
  });

  it('is refused if it is not in the chart in which it was shown', async () => {
    const { archive, other, isArchived, entries } = await scene();
    await expect(archive(other.id)).rejects.toMatchObject({ code: 'attachment-other-patient' });
    expect(isArchived()).toBe(false);
    expect(entries()).toEqual([]);
  });

  it('names the patient by the id alone if the key may not read patients', async () => {
    const { demo, archive, whose, isArchived, entries } = await scene();
    demo.faults.add({ step: 'patients', act: { status: 403 } });
    await archive(null);
    expect(isArchived()).toBe(true);
    expect(entries()).toMatchObject([{ patientId: whose.id }, { patientId: whose.id }]);
    expect(entries()[0]?.detail).not.toHaveProperty('patient');
  });

  it('is not done while its entry could not name the patient', async () => {
    const { demo, archive, whose, isArchived } = await scene();
    demo.faults.add({ step: 'patients', act: { status: 503 } });
    await expect(archive(whose.id)).rejects.toMatchObject({ code: 'service-error' });
    expect(isArchived()).toBe(false);
  });
});

describe('an archive that is refused, or whose answer is lost (case 49)', () => {
  it('was archived: that is looked up and recorded, and no second call is made', async () => {
    const { demo, archive, whose, isArchived, kinds, archives, calls } = await scene();
    demo.faults.add({ step: 'archive', act: 'drop-after' });
    demo.faults.add({ step: 'archive', act: { status: 503 } });
    expect(await archive(whose.id)).toBe('waiting');
    expect(isArchived()).toBe(true);
    await expect.poll(() => archives.pending()).toEqual([]);
    expect(kinds()).toEqual(['attachment-archive-asked', 'attachment-archived']);
    expect(calls()).toEqual({ 'drop-after': 1 });
  });

  it('was not archived: it waits, is shown with its reason, and is archived later', async () => {
    const { demo, archive, whose, isArchived, kinds, archives } = await scene();
    demo.faults.add({ step: 'archive', act: 'drop-before' });
    demo.faults.add({ step: 'archive', act: { status: 503 } });
    expect(await archive(whose.id)).toBe('waiting');
    expect(archives.pending()).toMatchObject([{ standing: 'waiting', patientId: whose.id }]);
    expect(archives.pending()[0]?.error).not.toBeNull();
    await expect.poll(() => archives.pending()).toEqual([]);
    expect(isArchived()).toBe(true);
    expect(kinds()).toEqual(['attachment-archive-asked', 'attachment-archived']);
  });

  it('continues after a start', async () => {
    const { demo, archive, whose, isArchived, archives, open } = await scene();
    demo.faults.add({ step: 'archive', act: { status: 503 }, times: 'always' });
    expect(await archive(whose.id)).toBe('waiting');
    await archives.stop();
    demo.faults.clear();
    expect(isArchived()).toBe(false);
    const next = open();
    expect(next.pending()).toHaveLength(1);
    next.start();
    await expect.poll(isArchived).toBe(true);
    await expect.poll(() => next.pending()).toEqual([]);
  });

  it('tells the person who asked if the clinic refuses it, and leaves an entry', async () => {
    const { demo, archive, whose, isArchived, entries, archives } = await scene();
    demo.faults.add({ step: 'archive', act: { status: 403 } });
    await expect(archive(whose.id)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(isArchived()).toBe(false);
    expect(archives.pending()).toEqual([]);
    expect(entries().at(-1)).toMatchObject({
      kind: 'attachment-not-archived',
      detail: { error: 'permission-denied' },
    });
  });

  it('does not delay another one', async () => {
    const { demo, archive, whose, next, archives } = await scene();
    demo.faults.add({ step: 'archive', act: { status: 503 }, times: 3 });
    expect(await archive(whose.id)).toBe('waiting');
    demo.faults.clear();
    expect(await archive(null, attachmentIdSchema.parse(next.id))).toBe('archived');
    await expect.poll(() => archives.pending()).toEqual([]);
  });

  it('is not made if a person leaves it in the chart while the clinic is asked', async () => {
    const { demo, archive, whose, next, isArchived, calls, entries, archives, id } = await scene();
    const nextId = attachmentIdSchema.parse(next.id);
    demo.faults.add({ step: 'archive', act: { status: 503 }, times: 'always' });
    expect(await archive(whose.id)).toBe('waiting');
    expect(await archive(null, nextId)).toBe('waiting');
    demo.faults.clear();
    // The answer about the attachment is on its way when the person decides.
    demo.faults.add({ step: 'attachment', act: { delayMs: 600 }, times: 'always' });
    archives.retry([id, nextId]);
    await expect.poll(calls).toHaveProperty('delayMs');
    archives.leave(id);
    // The next one is tried after it.
    await expect.poll(() => archives.pending()).toEqual([]);
    expect(isArchived()).toBe(false);
    const kinds = entries().flatMap(({ kind, attachmentId }) => (attachmentId === id ? [kind] : []));
    expect(kinds).toEqual(['attachment-archive-asked', 'attachment-left']);
  });

  it('can be given up by a person, and stays given up', async () => {
    const { demo, archive, whose, isArchived, kinds, archives, open, id } = await scene();
    demo.faults.add({ step: 'archive', act: { status: 503 }, times: 'always' });
    expect(await archive(whose.id)).toBe('waiting');
    archives.leave(id);
    demo.faults.clear();
    expect(archives.pending()).toEqual([]);
    open().start();
    expect(kinds()).toEqual(['attachment-archive-asked', 'attachment-left']);
    expect(isArchived()).toBe(false);
    expect(() => archives.leave(id)).toThrow(expect.objectContaining({ code: 'record-not-found' }) as Error);
  });
});
