import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { archiveAttachment } from '../../main/uploads/archive-attachment.ts';
import { attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { callOptions, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

/** An attachment made by others, and a person who archives it. */
async function scene() {
  const demo = await testClinic();
  const bench = await uploadBench(demo);
  const one = demo.attachments().find(({ archivedAt, processed }) => archivedAt === null && processed);
  const whose = demo.patients().find(({ id }) => id === one?.patientId);
  const other = demo.patients().find(({ id }) => id !== one?.patientId);
  if (one === undefined || whose === undefined || other === undefined) throw new Error('too little there');
  const { history, clinic, writer } = bench;
  const deps = { client: clinic.client, history, writer, clock: systemClock };
  const id = attachmentIdSchema.parse(one.id);
  return {
    demo,
    one,
    whose,
    archive: (patientId: string | null) =>
      archiveAttachment(
        deps,
        { id, patientId: patientId === null ? null : patientIdSchema.parse(patientId) },
        callOptions(),
      ),
    other,
    isArchived: () => demo.attachments().find((held) => held.id === one.id)?.archivedAt !== null,
    entries: () => history.audit.entries({ limit: 10 }),
  };
}

describe('archiving other people’s attachments', () => {
  it('records the file and the patient by two identifiers', async () => {
    const { archive, one, whose, isArchived, entries } = await scene();
    await archive(whose.id);
    expect(isArchived()).toBe(true);
    const [entry] = entries();
    expect(entry).toMatchObject({
      kind: 'attachment-archived',
      attachmentId: one.id,
      patientId: whose.id,
      detail: { file: one.filename, dateOfBirth: whose.dateOfBirth },
    });
    expect(entry?.detail?.['patient']).toContain(whose.lastName);
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
    expect(entries()).toMatchObject([{ patientId: whose.id }]);
    expect(entries()[0]?.detail).not.toHaveProperty('patient');
  });

  it('is not done while its entry could not name the patient', async () => {
    const { demo, archive, whose, isArchived } = await scene();
    demo.faults.add({ step: 'patients', act: { status: 503 } });
    await expect(archive(whose.id)).rejects.toMatchObject({ code: 'service-error' });
    expect(isArchived()).toBe(false);
  });
});
