import type { Destination } from '../contract/destination.ts';
import { refusedArchives } from '../contract/day-sum.ts';
import type { Status } from '../contract/views.ts';
import { destinationText } from './text.ts';
import { desktopWords } from './desktop-words.ts';

/** The program's current activity in one sentence. States that need a person come first. */
export function workText(status: Status | null): string {
  const w = desktopWords();
  if (status === null || status.clinic === null) return w.work.notSetUp;
  if (status.connection === 'key-rejected' || status.pausedBy.includes('key')) return w.work.keyRejected;
  if (status.counts.failed > 0) return w.work.failed(status.counts.failed);
  const refused = refusedArchives(status);
  if (refused > 0) return w.news.notArchived(refused);
  if (status.stuck > 0) return w.news.stuck(status.stuck);
  if (status.pausedBy.includes('person')) return w.work.paused;
  if (status.connection === 'offline') return w.work.offline;
  const { held, queued, uploading, stored, registering, processing } = status.counts;
  const underWay = held + queued + uploading + stored + registering + processing;
  return underWay === 0 ? w.work.done : w.work.underWay(underWay);
}

/** The destination of scans, for a menu that a person opens. */
export function armedText(destination: Destination | null): string {
  const w = desktopWords();
  return destination === null ? w.trayLines.nobody : w.trayLines.armed(destinationText(destination));
}
