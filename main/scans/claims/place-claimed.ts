import { ChartdropError } from '../../base/errors.ts';
import { hashFile, hashHead } from '../../files/file-content.ts';
import { isLargeFile } from '../../files/large-file.ts';
import { isHeicName } from '../../jobs/sent-file.ts';
import type { Placement } from '../../uploads/intake/intake.ts';
import type { FinishedScan } from '../watch/watched-folder.ts';
import { type ClaimResult, patientMark } from './claims.ts';
import type { SharedClaim } from './shared-folders.ts';

type Mine = Extract<ClaimResult, { kind: 'mine' }>;

/**
 * The destination of a scan that another PC may have started to file. Reconcile only if that PC was filing to the same
 * patient as the route; otherwise ask. Throws `network-unreachable` while the route waits for the clinic.
 */
async function placeBegun(
  claim: Mine,
  routed: Placement,
  path: string,
  signal: AbortSignal,
): Promise<Placement> {
  // The scan returns once the clinic answers: a job that looks its name up later would be filed without checking the
  // chart.
  if (routed.kind === 'inbox' && routed.reason === 'lookup-pending') {
    throw new ChartdropError('network-unreachable');
  }
  const candidates = routed.kind === 'inbox' ? routed.candidates : [routed.destination];
  const asked: Placement = { kind: 'inbox', reason: 'begun-elsewhere', candidates };
  // A photo's name and bytes do not identify the JPEG that the other PC made of it.
  if (claim.isUnclear || routed.kind === 'inbox' || isHeicName(path)) return asked;
  const { id } = routed.destination.patient;
  const file = await hashFile(path, signal);
  // Of a large file the other PC may have read only the start.
  const secrets = isLargeFile(file) ? [file.sha256, await hashHead(path, signal)] : [file.sha256];
  const marks = secrets.map((secret) => patientMark(secret, id));
  if (claim.begun.some(({ patient }) => !marks.includes(patient))) return asked;
  const since = Math.min(...claim.begun.map((begun) => begun.since));
  return { kind: 'reconcile', destination: routed.destination, since };
}

/** The destination of a claimed scan: that of its route, unless the claim was taken over from another PC (case 31). */
export async function placeClaimed(
  claim: Exclude<SharedClaim, { kind: 'elsewhere' | 'done' }>,
  routed: Placement,
  scan: Pick<FinishedScan<unknown>, 'folder' | 'path'>,
  signal: AbortSignal,
): Promise<Placement> {
  if (claim.kind === 'alone') return routed;
  if (claim.begun.length > 0 || claim.isUnclear) return placeBegun(claim, routed, scan.path, signal);
  // It was scanned at the other desk, so this desk's selected patient does not matter.
  if (claim.takenOver && scan.folder.route.kind === 'active') {
    return { kind: 'inbox', reason: 'destination-changed', candidates: [] };
  }
  return routed;
}
