import type { AttachmentId, CaseId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';

type CaseLists = Pick<ClinicClient, 'attachmentIdsOfCase' | 'setAttachmentsOfCase'>;

/** How often a list is read again because it changed while its pages were read. */
const mostReadings = 4;
/** How often a list is written and read back until it holds every wanted attachment. */
const mostWrites = 5;
/**
 * A list that was read longer ago is read again instead of written, in milliseconds: the write waited for the limit of
 * calls, and a person may have changed the case meanwhile.
 */
const mostGapMs = 1000;
/** How often that may happen. After it, the write goes as it is, since the wait may never be shorter. */
const mostLate = 3;

/**
 * All ids in a case's list. The list is written back completely, so it must be read correctly: the number of ids
 * must match the total on every page, and a list of several pages must read the same twice, since one entry may
 * disappear while another appears. Throws `answer-invalid` if that never happens.
 */
async function readList(
  client: CaseLists,
  id: CaseId,
  options: CallOptions,
): Promise<ReadonlySet<AttachmentId>> {
  let before: ReadonlySet<AttachmentId> | null = null;
  for (let reading = 0; reading < mostReadings; reading += 1) {
    const ids = new Set<AttachmentId>();
    const totals = new Set<number>();
    let read = 0;
    for await (const page of client.attachmentIdsOfCase(id, options)) {
      page.rows.forEach((row) => ids.add(row.id));
      totals.add(page.total);
      read += 1;
    }
    const isWhole = totals.size === 1 && totals.has(ids.size);
    const isAsBefore = before?.size === ids.size && [...before].every((one) => ids.has(one));
    if (isWhole && (read === 1 || isAsBefore)) return ids;
    before = isWhole ? ids : null;
  }
  throw new ChartdropError('answer-invalid');
}

/** The attachments in `ids` that the case's list does not hold. */
export async function missingFromCase(
  client: CaseLists,
  id: CaseId,
  wanted: readonly AttachmentId[],
  options: CallOptions,
): Promise<AttachmentId[]> {
  const list = await readList(client, id, options);
  return wanted.filter((one) => !list.has(one));
}

/** Writes a list that was read at `readAt`. Returns false, and writes nothing, if its turn came too late. */
async function writeInTime(
  client: CaseLists,
  id: CaseId,
  ids: ReadonlySet<AttachmentId>,
  given: { options: CallOptions; readAt: number; now: () => number },
): Promise<boolean> {
  const { options, readAt, now } = given;
  const turn = { isLate: false };
  const onSent = (): void => {
    turn.isLate = now() - readAt > mostGapMs;
    if (turn.isLate) throw new ChartdropError('aborted');
    options.onSent?.();
  };
  try {
    // Before the calls of uploads: the gap is as short as the limit allows.
    await client.setAttachmentsOfCase(id, [...ids], { ...options, priority: 'poll', onSent });
    return true;
  } catch (thrown) {
    if (turn.isLate) return false;
    throw thrown;
  }
}

/**
 * Adds attachments to a case. The service replaces the complete list and has no lock, so the list is read before
 * and after each write, and written again until it holds all of `wanted` and `kept`, with all that any reading showed.
 * An entry of others that is missing beside ours was taken out on purpose, since its writer had read ours. `kept`:
 * attachments added a moment ago, which are put back if another writer overwrote them. `now`: a monotonic clock, in
 * milliseconds. Throws `case-link-missing` if the service accepts the writes but never lists the wanted attachments.
 */
export async function addToCase(
  client: CaseLists,
  id: CaseId,
  given: { wanted: readonly AttachmentId[]; kept: readonly AttachmentId[]; now: () => number },
  options: CallOptions,
): Promise<void> {
  const { wanted, kept, now } = given;
  const ours = [...wanted, ...kept];
  let list = await readList(client, id, options);
  let whole = new Set([...list, ...ours]);
  for (let [writes, late] = [0, 0]; writes < mostWrites;) {
    if (ours.every((one) => list.has(one))) return;
    // Infinity: never too late.
    const readAt = late < mostLate ? now() : Infinity;
    if (await writeInTime(client, id, whole, { options, readAt, now })) writes += 1;
    else late += 1;
    list = await readList(client, id, options);
    // Until the first write, the newest reading is the only one that counts.
    whole = new Set([...(writes === 0 ? [] : whole), ...list, ...ours]);
  }
  // Others that never appear, for example because they were deleted in Cliniko, are not insisted on.
  if (!wanted.every((one) => list.has(one))) throw new ChartdropError('case-link-missing');
}
