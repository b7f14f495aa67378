import type { UploadJob } from '../../../jobs/job.ts';
import type { ShownView } from '../../../../preload/contract/host.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import type { Clock, Stop } from '../../../base/ports.ts';
import { createNews, type NewsKind as JobNews } from '../../../window/news.ts';

/** `stuck`: entries of a scan folder that are no jobs. */
type NewsKind = JobNews | 'stuck';

/** Shows a notification; `close` removes it. */
export type Notify = (given: { title: string; body: string; onClick: () => void }) => { close(): void };

export interface Notifications {
  onJobChanged(job: UploadJob): void;
  /** Entries of a scan folder are stuck. */
  onStuck(count: number): void;
  /** The person looks at the window: forget everything counted so far. */
  seen(): void;
  stop: Stop;
}

/** Events that need a person come first and decide what a click opens. */
const order: readonly NewsKind[] = ['failed', 'stuck', 'inbox', 'filed'];
const views: Record<NewsKind, ShownView> = {
  failed: 'desk',
  stuck: 'settings',
  inbox: 'desk',
  filed: 'desk',
};
const none: Record<NewsKind, number> = { filed: 0, inbox: 0, failed: 0, stuck: 0 };

/**
 * Shown after `quietMs` without another event, at the latest after `longestMs`: one notification for a pile of letters.
 */
const quietMs = 5000;
const longestMs = 60_000;

/**
 * Counts and never names, since a patient may see the screen. A notification covers the events since the person last
 * looked, and replaces the previous one.
 */
export function createNotifications(deps: {
  clock: Clock;
  isWatched: () => boolean;
  notify: Notify;
  /** Something needs a person who does not look at the window. */
  onNeeded: () => void;
  onOpen: (view: ShownView) => void;
}): Notifications {
  const { clock } = deps;
  const news = createNews();
  let counts = { ...none };
  let since = 0;
  let timer: Stop | null = null;
  let shown: { close(): void } | null = null;

  const seen = (): void => {
    counts = { ...none };
    timer?.();
    timer = null;
    shown?.close();
    shown = null;
  };

  const tell = (): void => {
    timer = null;
    const kinds = order.filter((kind) => counts[kind] > 0);
    const [first] = kinds;
    if (first === undefined) return;
    shown?.close();
    shown = deps.notify({
      title: 'Chartdrop',
      body: kinds.map((kind) => desktopWords().news[kind](counts[kind])).join('\n'),
      onClick() {
        seen();
        deps.onOpen(views[first]);
      },
    });
  };

  const add = (kind: NewsKind, count: number): void => {
    if (deps.isWatched()) return;
    if (kind !== 'filed') deps.onNeeded();
    counts[kind] += count;
    if (timer === null) since = clock.monotonic();
    timer?.();
    timer = clock.after(Math.min(quietMs, since + longestMs - clock.monotonic()), tell);
  };

  return {
    onJobChanged(job) {
      const kind = news.of(job);
      if (kind !== null) add(kind, 1);
    },
    onStuck: (count) => add('stuck', count),
    seen,
    stop: seen,
  };
}
