import { ChartdropError } from '../../base/errors.ts';
import { hashFile, hashHead } from '../../files/file-content.ts';
import type { Placement } from '../../uploads/intake/intake.ts';
import { isLargeFile } from '../../files/large-file.ts';
import { isHeicName } from '../../jobs/sent-file.ts';
import { type Taking, patientMark } from './claims.ts';
import type { FinishedScan } from '../watch/watched-folder.ts';
import type { SharedFolders } from './shared-folders.ts';

type Mine = Extract<Taking, { kind: 'mine' }>;

/**
 * Where a scan goes whose filing another PC may have begun. Only where it was on its way into the very chart that the
 * route leads to as well can a look tell what came of it; else a person must.
 */
async function placeBegun(
  mine: Mine,
  place: Placement,
  given: { path: string; signal: AbortSignal },
): Promise<Placement> {
  // Asked again when the clinic answers: an inbox that looks names up by itself would file without the look.
  if (place.kind === 'inbox' && place.reason === 'lookup-pending') {
    throw new ChartdropError('network-unreachable');
  }
  const candidates = place.kind === 'inbox' ? place.candidates : [place.destination];
  const asked: Placement = { kind: 'inbox', reason: 'begun-elsewhere', candidates };
  const { path, signal } = given;
  // What another PC made of a photo cannot be told from here: it is not looked for by this file's name and bytes.
  if (mine.isUnclear || place.kind === 'inbox' || isHeicName(path)) return asked;
  const { id } = place.destination.patient;
  const file = await hashFile(path, signal);
  // Of a large one the other PC may have known no more than the beginning.
  const secrets = isLargeFile(file) ? [file.sha256, await hashHead(path, signal)] : [file.sha256];
  const marks = secrets.map((secret) => patientMark(secret, id));
  if (mine.begun.some(({ patient }) => !marks.includes(patient))) return asked;
  const since = Math.min(...mine.begun.map((begun) => begun.since));
  return { kind: 'reconcile', destination: place.destination, since };
}

/**
 * Takes a finished scan of a folder that other PCs may watch too: once among all of them (case 31). Throws
 * `scan-claimed-elsewhere` while another one has it, `claims-denied`, and what taking throws.
 */
export async function takeShared<Token>(
  scan: FinishedScan<Token>,
  deps: {
    shared: Pick<SharedFolders, 'take' | 'release'>;
    place: () => Promise<Placement>;
    take: (place: Placement) => Promise<void>;
    /** Another program has dealt with it. */
    elsewhere: () => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const taking = await deps.shared.take(scan.folder, scan);
  if (taking === null) return deps.take(await deps.place());
  if (taking.kind === 'elsewhere') throw new ChartdropError('scan-claimed-elsewhere');
  // Filed, or set aside by a person, at another desk: nothing to do here, now or later.
  if (taking.kind !== 'mine') {
    deps.elsewhere();
    return;
  }
  try {
    let place = await deps.place();
    if (taking.begun.length > 0 || taking.isUnclear) {
      place = await placeBegun(taking, place, { path: scan.path, signal: deps.signal });
    } else if (taking.takenOver && scan.folder.route.kind === 'active') {
      // It was scanned at the other desk, whoever is chosen at this one.
      place = { kind: 'inbox', reason: 'destination-changed', candidates: [] };
    }
    await deps.take(place);
  } catch (thrown) {
    // A file that was put away by another PC a moment ago: a claim of it would lie there for nothing.
    if (thrown instanceof ChartdropError && thrown.code === 'file-missing') {
      await deps.shared.release(scan.folder, scan);
    }
    throw thrown;
  }
}
