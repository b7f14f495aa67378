import { ChartdropError } from '../base/errors.ts';
import type { Placement } from '../uploads/intake/intake.ts';
import { placeClaimed } from './claims/place-claimed.ts';
import type { SharedClaim } from './claims/shared-folders.ts';
import type { Identified } from './identity/identify-file.ts';
import type { FinishedScan, Scan, ScanSource } from './watch/watched-folder.ts';

/** The steps for one scan. Every step may reject; the scan then returns later. */
export interface PipelineSteps<Token> {
  /** Agrees with other PCs that watch the folder. */
  claim(scan: Scan<Token>): Promise<SharedClaim>;
  release(scan: Scan<Token>): Promise<void>;
  /** Asks the folder's rule, and the clinic if needed. */
  route(scan: Scan<Token>): Promise<Placement>;
  /** Hashes it, keeps a copy, checks for duplicates and writes its job. */
  takeIn(scan: Scan<Token>, placement: Placement): Promise<void>;
  readonly signal: AbortSignal;
}

/** Scans of one folder that are taken at a time. */
const scansAtOnce = 4;

/**
 * One scan's life, from top to bottom: it appeared and settled (the source), is identified, claimed, routed, read and taken
 * in. `put-away/disposals.ts` puts its file away once the job is filed. Resolves when the source ends.
 */
export async function followScans<Token>(
  source: ScanSource<Token>,
  steps: PipelineSteps<Token>,
): Promise<void> {
  const takeNext = async (): Promise<void> => {
    for await (const { value, answer } of source.finished()) await answer(takeScan(value, source, steps));
  };
  await Promise.all(Array.from({ length: scansAtOnce }, takeNext));
}

/** Rejects with `scan-claimed-elsewhere` while another PC has the file, and with what the steps reject with. */
async function takeScan<Token>(
  finished: FinishedScan<Token>,
  source: ScanSource<Token>,
  steps: PipelineSteps<Token>,
): Promise<void> {
  const identified = await source.identify(finished);
  if (identified.kind === 'left') return;
  const noted = { isDone: false };
  const scan: Scan<Token> = {
    ...finished,
    appearance: appearanceOf(identified, finished.asked),
    note() {
      source.noteTaken(finished);
      noted.isDone = true;
    },
  };

  const claim = await steps.claim(scan);
  if (claim.kind === 'elsewhere') throw new ChartdropError('scan-claimed-elsewhere');
  // Filed or ignored at another desk: nothing to do here.
  if (claim.kind === 'done') return source.noteElsewhere(finished);

  try {
    // Routed before it is read: a large file that goes straight to its destination is read by its upload alone.
    const routed = await steps.route(scan);
    await steps.takeIn(scan, await placeClaimed(claim, routed, scan, steps.signal));
  } catch (thrown) {
    // Another PC has just put the file away, so a claim would be useless.
    const isGone = thrown instanceof ChartdropError && thrown.code === 'file-missing';
    if (isGone && claim.kind === 'mine') await steps.release(scan);
    throw thrown;
  }
  if (!noted.isDone) source.noteTaken(finished);
}

function appearanceOf(
  identified: Exclude<Identified, { kind: 'left' }>,
  asked: boolean,
): Scan<unknown>['appearance'] {
  if (identified.kind === 'doubtful') return 'doubtful';
  return asked ? 'again' : identified.appearance;
}
