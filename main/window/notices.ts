import type { EventName, EventPayload } from '../../preload/contract/events.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import { visible } from '../../preload/contract/visible-text.ts';
import type { Desk } from '../core/desk.ts';
import type { Clock, Stop } from '../base/ports.ts';
import type { HostAsks } from './host-asks.ts';
import { createNews } from './news.ts';
import type { Progress } from './progress.ts';
import { createSounds } from './sounds.ts';
import { statusOf } from './status.ts';
import { updatedElsewhere, type UpdatesPort } from './updates.ts';

type Listener = (name: EventName, payload: EventPayload<EventName>) => void;

/** Events that say how things are now: the last of a burst is enough. */
type GatheredName = Exclude<EventName, 'folders:stuck' | 'sound:due'>;

/** Sends changes to windows, combined: a burst of a thousand changes is four events a second. */
export interface Notices {
  /** Increases with every change of a job. */
  revision(): number;
  listen(listener: Listener): Stop;
  stop(): void;
}

const gatherMs = 250;
/** Countdown and rate budget change with time; the window counts down itself, so rare events are enough. */
const heartbeatMs = 5000;

export function createNotices(deps: {
  desk: Desk;
  clock: Clock;
  progress: Progress;
  folders: () => FolderView[];
  updates: UpdatesPort | null;
  asks: Pick<HostAsks, 'listen'>;
}): Notices {
  const { desk, clock, progress } = deps;
  const listeners = new Set<Listener>();
  const due = new Set<GatheredName>();
  let revision = 0;
  let timer: Stop | null = null;
  let lastSent = -Infinity;

  const payloads: { [K in GatheredName]: () => EventPayload<K> } = {
    'status:changed': () => statusOf(desk, clock.now(), revision),
    'progress:changed': () => progress.all(),
    'folders:changed': () => deps.folders(),
    'updates:changed': () => deps.updates?.state() ?? updatedElsewhere,
    'host:asked': () => null,
  };
  const gathered = Object.keys(payloads) as GatheredName[];
  const sendNow = <K extends EventName>(name: K, given: EventPayload<K>): void => {
    const payload = visible(given);
    for (const listener of listeners) listener(name, payload);
  };
  const send = (name: GatheredName): void => {
    if (listeners.size > 0) sendNow(name, payloads[name]());
  };
  const flush = (): void => {
    timer = null;
    lastSent = clock.monotonic();
    const names = gathered.filter((name) => due.has(name));
    due.clear();
    names.forEach(send);
  };
  const mark = (name: GatheredName): void => {
    due.add(name);
    // The first change of a while is sent immediately, later ones together.
    timer ??= clock.after(Math.max(0, lastSent + gatherMs - clock.monotonic()), flush);
  };

  const news = createNews();
  const sounds = createSounds({
    clock,
    chosen: () => desk.preferences().sound,
    play: (sound) => sendNow('sound:due', sound),
  });
  const unlisten = desk.listen({
    onJobChanged(job) {
      revision += 1;
      progress.onJobChanged(job);
      const kind = news.of(job);
      if (kind !== null) sounds.due(kind === 'filed' ? 'filed' : 'needs');
      mark('status:changed');
    },
    onProgress(id, sent) {
      progress.onProgress(id, sent);
      mark('progress:changed');
    },
    onPauseChanged: () => mark('status:changed'),
    onArchivesChanged: () => mark('status:changed'),
    onArmedChanged: () => mark('status:changed'),
    onFolderChanged: () => mark('folders:changed'),
    onAccountChanged() {
      mark('status:changed');
      mark('folders:changed');
    },
    onStuck({ folder, kind, code, count }) {
      sendNow('folders:stuck', { path: folder.path, kind, code, count });
      sounds.due('needs');
    },
    onDeskChanged() {
      mark('status:changed');
      mark('folders:changed');
    },
  });
  const unlistenUpdates = deps.updates?.listen(() => mark('updates:changed'));
  const unhear = deps.asks.listen(() => mark('host:asked'));
  let stopBeat: Stop;
  const beat = (): void => {
    stopBeat = clock.after(heartbeatMs, () => {
      mark('status:changed');
      beat();
    });
  };
  beat();

  return {
    revision: () => revision,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      unlisten();
      unlistenUpdates?.();
      unhear();
      stopBeat();
      sounds.stop();
      timer?.();
    },
  };
}
