import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { AuditDraft } from '../../main/database/audit/audit-log.ts';
import { attachmentIdSchema, caseIdSchema } from '../../preload/contract/ids.ts';
import { newJobId, patientId, secrets } from '../jobs/sample-jobs.ts';
import { actor, testHistory } from '../jobs/test-history.ts';

const draft = (at: number): AuditDraft => ({ kind: 'job-filed', detail: { file: `letter ${at}.pdf` } });

/** A history of entries 1 to 6. */
async function scene() {
  const history = await testHistory();
  for (let at = 1; at <= 6; at += 1) history.record(draft(at));
  return { history, audit: history.audit, raw: history.raw() };
}

describe('an entry', () => {
  it('says when, what, which job, which destination, who, and from where', async () => {
    const history = await testHistory();
    const jobId = newJobId();
    const full: AuditDraft = {
      kind: 'job-filed',
      jobId,
      patientId,
      caseId: caseIdSchema.parse('7'),
      attachmentId: attachmentIdSchema.parse('1968645883121718830'),
      detail: { file: secrets.path, patient: secrets.patientName },
    };
    history.record(full);
    history.clock.advance(1000);
    history.record({ kind: 'settings-changed' });
    const at = history.clock.now();
    expect(history.audit.entries({ limit: 10 })).toEqual([
      { ...full, ...actor, seq: 1, at: at - 1000 },
      {
        ...actor,
        kind: 'settings-changed',
        jobId: null,
        patientId: null,
        caseId: null,
        attachmentId: null,
        detail: {},
        seq: 2,
        at,
      },
    ]);
  });

  it('is read by job, after another, and no more than asked for', async () => {
    const { history, audit } = await scene();
    const jobId = newJobId();
    history.record({ kind: 'job-found', jobId });
    history.record(draft(8));
    history.record({ kind: 'job-filed', jobId });
    const seqs = (query: Parameters<typeof audit.entries>[0]) => audit.entries(query).map(({ seq }) => seq);
    expect(seqs({ jobId, limit: 10 })).toEqual([7, 9]);
    expect(seqs({ jobId, limit: 1 })).toEqual([7]);
    expect(seqs({ jobId, afterSeq: 7, limit: 10 })).toEqual([9]);
    expect(seqs({ afterSeq: 4, limit: 3 })).toEqual([5, 6, 7]);
    expect(seqs({ jobId: newJobId(), limit: 10 })).toEqual([]);
  });
});

describe('the check', () => {
  it('finds nothing in an intact history, over restarts, and in an empty one', async () => {
    const { history, audit } = await scene();
    expect(audit.firstTampered()).toBeNull();
    const again = await history.reopen();
    again.record(draft(7));
    expect(again.audit.firstTampered()).toBeNull();
    expect((await testHistory()).audit.firstTampered()).toBeNull();
  });

  const columns = [
    'at',
    'kind',
    'job_id',
    'patient_id',
    'case_id',
    'attachment_id',
    'api_user',
    'os_user',
    'station',
  ];
  it.each(columns)('finds a changed %s', async (column) => {
    const { audit, raw } = await scene();
    raw.exec(`UPDATE audit_log SET ${column} = '7' WHERE seq = 4`);
    expect(audit.firstTampered()).toBe(4);
  });

  const blob = `x'0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20'`;
  const tampering: [string, string, number][] = [
    ['a changed detail', `UPDATE audit_log SET sealed = ${blob} WHERE seq = 4`, 4],
    [
      'another entry’s detail',
      `UPDATE audit_log SET sealed = (SELECT sealed FROM audit_log WHERE seq = 5) WHERE seq = 4`,
      4,
    ],
    [
      'another entry’s detail with its digest',
      `UPDATE audit_log SET (sealed, sealed_digest) = (SELECT sealed, sealed_digest FROM audit_log WHERE seq = 5) WHERE seq = 4`,
      4,
    ],
    ['a changed digest', `UPDATE audit_log SET sealed = NULL, sealed_digest = ${blob} WHERE seq = 4`, 4],
    ['a changed link', `UPDATE audit_log SET chain = ${blob} WHERE seq = 4`, 4],
    ['an entry removed', 'DELETE FROM audit_log WHERE seq = 4', 4],
    ['the first one removed', 'DELETE FROM audit_log WHERE seq = 1', 1],
    [
      'the first one removed and the others moved up',
      'DELETE FROM audit_log WHERE seq = 1; UPDATE audit_log SET seq = -(seq - 1); UPDATE audit_log SET seq = -seq',
      1,
    ],
    [
      'an entry removed and the others moved up',
      'DELETE FROM audit_log WHERE seq = 4; UPDATE audit_log SET seq = -(seq - 1) WHERE seq > 4; UPDATE audit_log SET seq = -seq WHERE seq < 0',
      4,
    ],
    ['the last one removed', 'DELETE FROM audit_log WHERE seq = 6', 6],
    ['the last ones removed', 'DELETE FROM audit_log WHERE seq > 3', 4],
    ['all removed', 'DELETE FROM audit_log', 1],
    [
      'the last one removed, and the head made to fit',
      'DELETE FROM audit_log WHERE seq = 6; UPDATE audit_head SET seq = 5',
      5,
    ],
    [
      'the last one removed, and the head with it',
      'DELETE FROM audit_log WHERE seq = 6; DELETE FROM audit_head',
      6,
    ],
    ['a changed head', `UPDATE audit_head SET digest = ${blob}`, 6],
    [
      'two entries exchanged',
      'UPDATE audit_log SET seq = -seq WHERE seq IN (3, 4); UPDATE audit_log SET seq = 7 + seq WHERE seq < 0',
      3,
    ],
    [
      'one inserted in between',
      'UPDATE audit_log SET seq = -(seq + 1) WHERE seq > 3; UPDATE audit_log SET seq = -seq WHERE seq < 0; ' +
        'INSERT INTO audit_log SELECT 4, at, kind, job_id, patient_id, case_id, attachment_id, api_user, os_user, station, sealed, sealed_digest, chain FROM audit_log WHERE seq = 3',
      4,
    ],
    [
      'one added at the end',
      'INSERT INTO audit_log SELECT 7, at, kind, job_id, patient_id, case_id, attachment_id, api_user, os_user, station, sealed, sealed_digest, chain FROM audit_log WHERE seq = 6',
      7,
    ],
  ];
  it.each(tampering)('finds %s', async (_what, sql, seq) => {
    const { audit, raw } = await scene();
    raw.exec(sql);
    expect(audit.firstTampered()).toBe(seq);
  });

  it('still finds it after more was written', async () => {
    const { history, audit, raw } = await scene();
    raw.exec('DELETE FROM audit_log WHERE seq = 4');
    history.record(draft(7));
    expect(audit.firstTampered()).toBe(4);
  });

  it('is not disturbed by another process that writes meanwhile', async () => {
    const { history, audit } = await scene();
    const beside = await testHistory({ ...history, access: 'beside' });
    beside.record(draft(7));
    expect(audit.firstTampered()).toBeNull();
    history.record(draft(8));
    expect(beside.audit.firstTampered()).toBeNull();
    expect(beside.audit.entries({ limit: 10 })).toHaveLength(8);
  });
});

describe('retention', () => {
  const forget = (raw: DatabaseSync) => raw.exec('UPDATE audit_log SET sealed = NULL WHERE seq < 4');

  it('removes names and paths, and the chain stays valid', async () => {
    const { history, audit, raw } = await scene();
    forget(raw);
    expect(audit.firstTampered()).toBeNull();
    expect(audit.entries({ limit: 10 }).map(({ detail }) => detail?.['file'] ?? null)).toEqual([
      null,
      null,
      null,
      'letter 4.pdf',
      'letter 5.pdf',
      'letter 6.pdf',
    ]);
    history.record(draft(7));
    expect((await history.reopen()).audit.firstTampered()).toBeNull();
  });

  it('does not hide a change beside it', async () => {
    const { audit, raw } = await scene();
    forget(raw);
    raw.exec(`UPDATE audit_log SET kind = 'job-failed' WHERE seq = 2`);
    expect(audit.firstTampered()).toBe(2);
  });
});
