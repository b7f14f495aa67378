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

/**
 * Adds attachments to a case. The service replaces the complete list and has no lock, so the list is read before
 * and after each write, and written again until it holds the wanted attachments and all that any reading showed.
 * `kept`: attachments added a moment ago, which are put back if another writer overwrote them. Throws
 * `case-link-missing` if the service accepts the writes but never lists the wanted attachments.
 */
export async function addToCase(
  client: CaseLists,
  id: CaseId,
  given: { wanted: readonly AttachmentId[]; kept: readonly AttachmentId[] },
  options: CallOptions,
): Promise<void> {
  const { wanted, kept } = given;
  let list = await readList(client, id, options);
  const whole = new Set([...list, ...wanted, ...kept]);
  for (let write = 0; write < mostWrites; write += 1) {
    if ([...whole].every((one) => list.has(one))) return;
    await client.setAttachmentsOfCase(id, [...whole], options);
    list = await readList(client, id, options);
    list.forEach((one) => whole.add(one));
  }
  // Other attachments that never appear, for example because they were deleted in Cliniko, are not insisted on.
  if (!wanted.every((one) => list.has(one))) throw new ChartdropError('case-link-missing');
}
