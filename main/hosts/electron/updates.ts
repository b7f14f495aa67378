import type { AppUpdater } from 'electron-updater';
import type { UpdateFailure, UpdatesOff, UpdateState } from '../../../preload/contract/updates.ts';
import type { Clock, Log, Stop } from '../../ports.ts';
import { errnoOf } from '../../uploads/file-errors.ts';

/** What is used of electron-updater. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'logger'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'on'
>;

/** The version that the last quit was to install; `isHidden`: by itself, so that it comes back without a window. */
export interface AwaitedUpdate {
  readonly version: string;
  readonly isHidden: boolean;
}

/** The awaited update, kept between starts; null where there was none. */
export interface UpdateMemory {
  read(): AwaitedUpdate | null;
  write(awaited: AwaitedUpdate | null): void;
}

export interface Updates {
  state(): UpdateState;
  /** A person asks. What failed before is tried again. */
  check(): Promise<UpdateState>;
  /** Whether an update is ready and may be installed now: no work is under way. */
  canInstall(): boolean;
  /** A person asks to restart with the update: to be called once everything is stopped; it quits the program. */
  restart(): void;
  /** To be called as the program quits: an update that is ready is installed, unless work is under way. True: it will be. */
  beforeQuit(): boolean;
  /** The system logs off: an installer that starts now would be killed half way. */
  systemEnds(): void;
  listen(onChanged: () => void): Stop;
  start(): void;
  stop(): void;
}

/** Not at once: the morning's first scans come first. Milliseconds. */
const firstCheckMs = 60_000;
const checkEveryMs = 6 * 60 * 60_000;
/** How often it is looked whether nobody is there, once an update is ready. Milliseconds. */
const idleCheckMs = 60_000;

/**
 * Looks for updates, loads them, and has them installed on quit, never in mid-queue. One that could not be installed is
 * not tried again by itself, so that no PC ends up installing the same thing every evening (case 27): the old version
 * goes on, and the reason is told.
 */
export function createUpdates(deps: {
  updater: Updater;
  memory: UpdateMemory;
  /** The version that runs. */
  version: string;
  clock: Clock;
  log: Log;
  isWorking: () => boolean;
  /** Nothing is under way, no patient is selected, and no input came for half an hour. */
  isIdle: () => boolean;
  /** Quits the program in order, and then calls `restart`. */
  quitToInstall: () => void;
}): Updates {
  const { updater, memory, clock, log } = deps;
  const listeners = new Set<() => void>();
  let state: UpdateState = { kind: 'current', checkedAt: null };
  let refused: string | null = null;
  let stopTimer: Stop = () => undefined;
  let stopWaiting: Stop = () => undefined;
  let isHidden = false;
  let mayInstall = true;

  const set = (next: UpdateState): void => {
    state = next;
    listeners.forEach((onChanged) => onChanged());
  };
  const fail = (failure: UpdateFailure, version: string | null): void => {
    log.warn('update-failed', { update: failure });
    set({ kind: 'failed', failure, version, at: clock.now() });
  };
  const versionUnderWay = (): string | null =>
    state.kind === 'downloading' || state.kind === 'ready' ? state.version : null;

  updater.autoDownload = false;
  // electron-updater adds its handler of the quit when a download ends, and only if this is true at that moment.
  updater.autoInstallOnAppQuit = true;
  // It would write addresses and paths; what matters is logged here, by code.
  updater.logger = null;
  updater.on('update-not-available', () => set({ kind: 'current', checkedAt: clock.now() }));
  updater.on('update-available', ({ version }) => {
    if (version === refused) {
      fail('not-installed', version);
      return;
    }
    set({ kind: 'downloading', version, percent: 0 });
    // A failure comes as the event `error`, too.
    updater.downloadUpdate().catch(() => undefined);
  });
  updater.on('download-progress', ({ percent }) => {
    const version = versionUnderWay();
    if (version !== null) set({ kind: 'downloading', version, percent: Math.round(percent) });
  });
  updater.on('update-downloaded', ({ version }) => {
    set({ kind: 'ready', version });
    waitForIdle();
  });
  updater.on('error', (error) => fail(failureOf(error), versionUnderWay()));

  const canInstall = (): boolean => mayInstall && state.kind === 'ready' && !deps.isWorking();
  /** A program that hides when it is closed is never quit by its people. */
  const waitForIdle = (): void => {
    stopWaiting();
    stopWaiting = clock.after(idleCheckMs, () => {
      if (canInstall() && deps.isIdle()) {
        isHidden = true;
        deps.quitToInstall();
      } else waitForIdle();
    });
  };

  const look = async (): Promise<UpdateState> => {
    if (state.kind === 'current' || state.kind === 'failed') {
      set({ kind: 'checking' });
      // As above: the event has told why.
      await updater.checkForUpdates().catch(() => undefined);
    }
    return state;
  };
  const lookLater = (ms: number): void => {
    stopTimer = clock.after(ms, () => {
      void look();
      lookLater(checkEveryMs);
    });
  };

  return {
    state: () => state,
    check() {
      refused = null;
      return look();
    },
    canInstall,
    restart() {
      // Silently, and started again afterwards.
      updater.quitAndInstall(true, true);
    },
    beforeQuit() {
      const version = versionUnderWay();
      const installs = canInstall();
      updater.autoInstallOnAppQuit = installs;
      if (version !== null && installs) memory.write({ version, isHidden });
      return installs;
    },
    systemEnds() {
      mayInstall = false;
      updater.autoInstallOnAppQuit = false;
    },
    listen(onChanged) {
      listeners.add(onChanged);
      return () => listeners.delete(onChanged);
    },
    start() {
      const awaited = memory.read();
      memory.write(null);
      if (awaited !== null && awaited.version !== deps.version) {
        refused = awaited.version;
        fail('not-installed', refused);
      }
      lookLater(firstCheckMs);
    },
    stop() {
      stopTimer();
      stopWaiting();
    },
  };
}

/** For an installation that others keep up to date. */
export function noUpdates(why: UpdatesOff): Updates {
  const off: UpdateState = { kind: 'off', why };
  const nothing = (): void => undefined;
  return {
    state: () => off,
    check: () => Promise.resolve(off),
    canInstall: () => false,
    restart: nothing,
    beforeQuit: () => false,
    systemEnds: nothing,
    listen: () => nothing,
    start: nothing,
    stop: nothing,
  };
}

/** electron-updater's codes begin with `ERR_UPDATER_` or `ERR_`; all that comes of the network has others. */
function failureOf(error: Error): UpdateFailure {
  const code = errnoOf(error) ?? '';
  if (code === 'ENOSPC') return 'disk-full';
  return /CHECKSUM|SIGNATURE|INVALID|NO_FILES/.test(code) ? 'damaged' : 'unreachable';
}
