import type { AppUpdater } from 'electron-updater';
import type { UpdateFailure, UpdatesOff, UpdateState } from '../../../../preload/contract/updates.ts';
import type { Clock, Log, Stop } from '../../../base/ports.ts';
import { errnoOf } from '../../../files/file-errors.ts';

/** What is used of electron-updater. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'autoRunAppAfterInstall'
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
  /** A person asks to restart with the update. False: it cannot be installed now, and nothing was done. */
  restart(): boolean;
  /** The person was asked and keeps the program open: what was to come with the quit is forgotten. */
  stays(): void;
  /** To be called as the program quits: an update that is ready is installed, unless work is under way. True: it will be. */
  beforeQuit(): boolean;
  /** The last step of the quit, once everything is stopped. True: the updater ends the program itself. */
  end(): boolean;
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
/** Squirrel unpacks and checks the update before the program ends; one that takes longer is left for another day. */
const squirrelMs = 120_000;

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
  /** Electron's own quit: it leads to `beforeQuit` and `end`, and after these it ends the program. */
  quit: () => void;
  platform: NodeJS.Platform;
}): Updates {
  const { updater, memory, clock, log } = deps;
  const isMac = deps.platform === 'darwin';
  const listeners = new Set<() => void>();
  let state: UpdateState = { kind: 'current', checkedAt: null };
  let refused: string | null = null;
  let stopTimer: Stop = () => undefined;
  let stopWaiting: Stop = () => undefined;
  let isHidden = false;
  let startsAgain = false;
  let installs = false;
  let isEnding = false;
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
  // On macOS Squirrel would then take the update at once, and install it at any end: under work, and at a log-off.
  updater.autoInstallOnAppQuit = !isMac;
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
  updater.on('error', (error) => {
    fail(failureOf(error), versionUnderWay());
    // Everything is stopped already: what could not be installed is told at the next start.
    if (isEnding) deps.quit();
  });

  const canInstall = (): boolean => mayInstall && state.kind === 'ready' && !deps.isWorking();
  /** A program that hides when it is closed is never quit by its people. */
  const waitForIdle = (): void => {
    stopWaiting();
    stopWaiting = clock.after(idleCheckMs, () => {
      if (canInstall() && deps.isIdle()) {
        isHidden = true;
        startsAgain = true;
        deps.quit();
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
      if (!canInstall()) return false;
      startsAgain = true;
      deps.quit();
      return true;
    },
    stays() {
      startsAgain = false;
      if (isHidden) waitForIdle();
      isHidden = false;
    },
    beforeQuit() {
      const version = versionUnderWay();
      installs = canInstall();
      if (!isMac) updater.autoInstallOnAppQuit = installs;
      if (version !== null && installs) memory.write({ version, isHidden });
      return installs;
    },
    end() {
      // Elsewhere than on macOS electron-updater installs by itself when Electron quits.
      if (!installs || (!startsAgain && !isMac)) return false;
      isEnding = true;
      updater.autoRunAppAfterInstall = startsAgain;
      if (isMac) stopWaiting = clock.after(squirrelMs, deps.quit);
      // Silently, and started again afterwards.
      updater.quitAndInstall(true, true);
      return true;
    },
    systemEnds() {
      mayInstall = false;
      installs = false;
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
    restart: () => false,
    stays: nothing,
    beforeQuit: () => false,
    end: () => false,
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
