import type { AppUpdater } from 'electron-updater';
import type { UpdateFailure, UpdatesOff, UpdateState } from '../../../../preload/contract/updates.ts';
import type { Clock, Log, Stop } from '../../../base/ports.ts';
import { errnoOf } from '../../../files/file-errors.ts';

/** The used part of electron-updater. */
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

/**
 * The version that the last quit was to install. `isHidden`: installed automatically, so the program restarts without a
 * window.
 */
export interface AwaitedUpdate {
  readonly version: string;
  readonly isHidden: boolean;
}

/** The awaited update, kept between starts, or null. */
export interface UpdateMemory {
  read(): AwaitedUpdate | null;
  write(awaited: AwaitedUpdate | null): void;
}

export interface Updates {
  state(): UpdateState;
  /** Checks at a person's request. Retries an update that failed before. */
  check(): Promise<UpdateState>;
  /** Whether an update is downloaded and no work is active. */
  canInstall(): boolean;
  /** Restarts with the update. False: it cannot be installed now, and nothing was changed. */
  restart(): boolean;
  /** The person decided not to quit: forgets what the quit was to install. */
  stays(): void;
  /**
   * Call it when the program quits. Prepares an update for installation unless work is active; returns whether it did.
   */
  beforeQuit(): boolean;
  /** The last step of the quit, after everything stopped. True: the updater ends the program. */
  end(): boolean;
  /** For a log-off: an installer that starts now would be killed while installing. */
  systemEnds(): void;
  listen(onChanged: () => void): Stop;
  start(): void;
  stop(): void;
}

/** Delayed, since the first scans of the day are more urgent. Milliseconds. */
const firstCheckMs = 60_000;
const checkEveryMs = 6 * 60 * 60_000;
/** How often to check whether the person is away, once an update is ready. Milliseconds. */
const idleCheckMs = 60_000;
/**
 * Squirrel unpacks and verifies the update before the program ends. If that takes longer, the update waits for the next
 * quit.
 */
const squirrelMs = 120_000;

/**
 * Checks for updates, downloads them and installs them on quit, never during uploads. Does not retry a failed
 * installation automatically, so that a PC does not repeat it every evening (case 27): the current version keeps
 * running and reports the reason.
 */
export function createUpdates(deps: {
  updater: Updater;
  memory: UpdateMemory;
  /** The current version. */
  version: string;
  clock: Clock;
  log: Log;
  isWorking: () => boolean;
  /** True if no work is active, no patient is selected, and there was no input for half an hour. */
  isIdle: () => boolean;
  /** Electron's own quit. It calls `beforeQuit` and `end` and then ends the program. */
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
  // electron-updater adds its quit handler after a download only if this is true at that moment. On macOS Squirrel
  // would then install at any quit, even during uploads or a log-off.
  updater.autoInstallOnAppQuit = !isMac;
  // Its log would contain addresses and paths. Codes are logged here instead.
  updater.logger = null;
  updater.on('update-not-available', () => set({ kind: 'current', checkedAt: clock.now() }));
  updater.on('update-available', ({ version }) => {
    if (version === refused) {
      fail('not-installed', version);
      return;
    }
    set({ kind: 'downloading', version, percent: 0 });
    // A failure also arrives as the event `error`.
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
    // Everything has stopped: the next start reports a failed installation.
    if (isEnding) deps.quit();
  });

  const canInstall = (): boolean => mayInstall && state.kind === 'ready' && !deps.isWorking();
  /** People rarely quit a program that hides on close. */
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
      // The `error` event has reported the reason.
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
      // Except on macOS, electron-updater installs when Electron quits.
      if (!installs || (!startsAgain && !isMac)) return false;
      isEnding = true;
      updater.autoRunAppAfterInstall = startsAgain;
      if (isMac) stopWaiting = clock.after(squirrelMs, deps.quit);
      // Installs silently and restarts the program.
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

/** For an installation that is updated by other means. */
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

/** electron-updater's codes begin with `ERR_UPDATER_` or `ERR_`; network errors have other codes. */
function failureOf(error: Error): UpdateFailure {
  const code = errnoOf(error) ?? '';
  if (code === 'ENOSPC') return 'disk-full';
  return /CHECKSUM|SIGNATURE|INVALID|NO_FILES/.test(code) ? 'damaged' : 'unreachable';
}
