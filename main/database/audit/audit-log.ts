import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, AuditKind } from '../../../preload/contract/history.ts';
import type { AttachmentId, CaseId, JobId, PatientId } from '../../../preload/contract/ids.ts';
import type { Actor, Clock } from '../../base/ports.ts';
import { ChartdropError } from '../../base/errors.ts';
import { inSnapshot } from '../database.ts';
import type { Sealer } from '../sealing.ts';
import { bytes, headDigest, isSound, linkOf } from './audit-chain.ts';
import { allColumns } from './audit-entry.ts';
import { readTail } from './audit-tail.ts';
import type { EntryBlocks } from './entry-blocks.ts';
import { isBlock, type StoredEntries } from './stored-entries.ts';

/** The content of a history entry; actor and time are added. */
export interface AuditDraft {
  readonly kind: AuditKind;
  /** When it happened, in epoch milliseconds, if that was before the entry is written. */
  readonly at?: number;
  readonly jobId?: JobId;
  readonly patientId?: PatientId;
  readonly caseId?: CaseId;
  readonly attachmentId?: AttachmentId;
  /** Names, paths and words; stored encrypted. */
  readonly detail?: Readonly<Record<string, string>>;
}

export interface AuditLog {
  /** Call it inside the transaction of the change that it records. */
  append(draft: AuditDraft): void;
  /** The same for many, in this order. */
  appendAll(drafts: readonly AuditDraft[]): void;
  entries(query: { jobId?: JobId; afterSeq?: number; limit: number }): AuditEntry[];
  /** Number of entries, and the times of the first and last in epoch milliseconds. null if there are none. */
  extent(): { entries: number; from: number; to: number } | null;
  /** The `seq` of the first entry that was changed or removed, or null if all are intact. */
  firstTampered(): number | null;
}

/**
 * Append-only history. The `chain` of each entry is a keyed digest of the previous entry and its content: a
 * changed, removed or inserted entry breaks every later link, and only the key can repair it. The head names the
 * newest entry, so that removing the last entries is noticed too. Entries without names are in blocks, of which a changed
 * one is named by its first entry.
 */
export function createAuditLog(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; actor: () => Actor; entries: StoredEntries; blocks: EntryBlocks },
): AuditLog {
  const { sealer, entries: stored, blocks } = deps;
  const last = db.prepare('SELECT seq, chain FROM audit_log ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare(`INSERT INTO audit_log (${allColumns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const headOf = db.prepare('SELECT seq, digest FROM audit_head');
  const putHead = db.prepare('INSERT OR REPLACE INTO audit_head VALUES (1, ?, ?)');
  const extentOfRows = db.prepare('SELECT count(*) AS n, min(at) AS low, max(at) AS high FROM audit_log');

  /** Reads the newest entry and writes the head once for all, since 10,000 jobs can be added in one transaction. */
  const append = (drafts: readonly AuditDraft[]): void => {
    if (drafts.length === 0) return;
    const before = last.get();
    let seq = Number(before?.['seq'] ?? 0);
    let link = bytes(before?.['chain']);
    for (const draft of drafts) {
      const actor = deps.actor();
      const clear = [
        (seq += 1),
        draft.at ?? deps.clock.now(),
        draft.kind,
        draft.jobId ?? null,
        draft.patientId ?? null,
        draft.caseId ?? null,
        draft.attachmentId ?? null,
        actor.apiUser,
        actor.osUser,
        actor.station,
      ] as const;
      const { person = null } = actor;
      const sealed = sealer.seal({ ...draft.detail, ...(person === null ? {} : { person }) });
      const digest = sealer.digest(sealed);
      link = linkOf(sealer, link, clear, digest);
      insert.run(...clear, sealed, digest, link);
    }
    putHead.run(seq, headDigest(sealer, seq, link));
  };

  const firstTampered = (): number | null => {
    const head = headOf.get();
    const tail = readTail(db, sealer);
    // Jobs exist but no entries: retention cannot cause this, since it keeps the newest entry.
    if (head === undefined && last.get() === undefined) {
      return db.prepare('SELECT 1 FROM jobs LIMIT 1').get() === undefined ? null : 1;
    }
    let before: Uint8Array = tail?.chain ?? Buffer.alloc(0);
    let expected = (tail?.seq ?? 0) + 1;
    try {
      for (const part of stored.parts(0)) {
        if (isBlock(part)) {
          const isWhole = part.first === expected && blocks.isFound(part);
          if (!isWhole || !Buffer.from(before).equals(part.before)) return expected;
          before = part.link;
          expected = part.last + 1;
        } else {
          if (part['seq'] !== expected || !isSound(sealer, part, before)) return expected;
          before = bytes(part['chain']);
          const digest = expected === head?.['seq'] ? bytes(head['digest']) : null;
          if (digest !== null && !headDigest(sealer, expected, before).equals(digest)) return expected;
          expected += 1;
        }
      }
    } catch (thrown) {
      // A block that was changed cannot be opened.
      if (thrown instanceof ChartdropError && thrown.code === 'data-key-wrong') return expected;
      throw thrown;
    }
    const isCutOff = head === undefined ? expected > 1 : Number(head['seq']) >= expected;
    return isCutOff ? expected : null;
  };

  return {
    append: (draft) => append([draft]),
    appendAll: append,
    entries: ({ jobId, afterSeq = 0, limit }) =>
      inSnapshot(db, () => {
        if (jobId !== undefined) return stored.ofJob(jobId, afterSeq).slice(0, limit);
        const found: AuditEntry[] = [];
        for (const row of stored.after(afterSeq)) {
          if (found.length === limit) break;
          found.push(stored.open(row));
        }
        return found;
      }),
    extent: () =>
      inSnapshot(db, () => {
        const row = extentOfRows.get();
        const rows = Number(row?.['n']);
        const spans = [
          blocks.extent(),
          rows === 0 ? null : { entries: rows, from: Number(row?.['low']), to: Number(row?.['high']) },
        ].filter((span) => span !== null);
        if (spans.length === 0) return null;
        return {
          entries: spans.reduce((sum, { entries }) => sum + entries, 0),
          from: Math.min(...spans.map(({ from }) => from)),
          to: Math.max(...spans.map(({ to }) => to)),
        };
      }),
    firstTampered: () => inSnapshot(db, firstTampered),
  };
}
