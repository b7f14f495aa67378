import type { AttachmentId, CaseId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';

type CaseLists = Pick<ClinicClient, 'attachmentIdsOfCase' | 'setAttachmentsOfCase'>;

/** A list that changes while its pages are read is read anew, this often at the most. */
const mostReadings = 4;
/** Rounds of writing and reading back until the list holds all that it should. */
const mostWrites = 5;

/**
 * All ids in a case's list. It is written back as a whole, so a reading in which a page moved under another counts for
 * nothing: the number of ids must be the one that every page names, and, since one may go while another comes, a list of
 * several pages must read the same twice. Throws `answer-invalid` where that never happens.
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

/** Which of these attachments a case's list does not hold. */
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
 * Adds attachments to a case. The service replaces the whole list and cannot lock it, so it is read directly before and
 * after each write, and written again until it holds what is wanted and all that any reading showed. `kept`: what was added
 * a moment ago, and is put back if another writer overwrote it. Throws
 * `case-link-missing` where the service accepts the writes, but never lists what is wanted.
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
  // Others that it never takes back, such as one that was removed from the service, are not ours to insist on.
  if (!wanted.every((one) => list.has(one))) throw new ChartdropError('case-link-missing');
}
