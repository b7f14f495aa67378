import type { Status } from '../../preload/contract/views.ts';
import { refusedArchives } from '../../preload/words/desktop-text.ts';

/** The numbers of the day as a person asks for them in the evening. */
export interface DaySum {
  /** Files and archives that need a person, from earlier days too. */
  readonly needs: number;
  /** Files in the queue, from earlier days too. */
  readonly moving: number;
  readonly scanned: number;
  readonly filed: number;
  readonly ignored: number;
  /** Entries of scan folders that cannot be filed. */
  readonly stuck: number;
}

export function daySum(status: Status): DaySum {
  const { counts, today, stuck } = status;
  const { held, queued, uploading, stored, registering, processing, linking } = counts;
  return {
    needs: counts.inbox + counts.failed + refusedArchives(status),
    moving: held + queued + uploading + stored + registering + processing + linking,
    scanned: today.found,
    filed: today.filed,
    ignored: today.dismissed,
    stuck,
  };
}

/** True if nothing waits for a person, for the network or for a folder. */
export const isAllDone = ({ needs, moving, stuck }: DaySum): boolean => needs + moving + stuck === 0;
