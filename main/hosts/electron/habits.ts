import type {
  App,
  BrowserWindow,
  Dialog,
  Menu,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  PowerSaveBlocker,
} from 'electron';
import type { ShownView } from '../../../preload/contract/host.ts';
import { desktopWords } from '../../../preload/words/desktop-words.ts';
import type { Desk } from '../../core/desk.ts';
import { visible } from '../../../preload/contract/visible-text.ts';
import { statusOf } from '../../window/status.ts';
import type { WindowService } from '../../window/window-service.ts';
import type { Clock, Log, Stop } from '../../base/ports.ts';
import { parseLink } from '../links.ts';
import { bringForward, keepInBackground, type ToldOnce } from './background.ts';
import { createBytesUnderWay } from './window/bytes-under-way.ts';
import type { HandOver } from './hand-over.ts';
import { menuTemplate } from './window/menu.ts';
import { createNotifications, type Notify } from './tray/notifications.ts';
import { createQuitGuard } from './quit-guard.ts';
import { createFileReceiver } from './window/receive-files.ts';
import { createSleepBlocker } from './sleep-blocker.ts';
import { followLanguage } from './spoken-language.ts';
import { followSystem } from './system-events.ts';
import { startReminder } from './tray/reminder.ts';
import { createTaskbar } from './tray/taskbar.ts';
import { createTray, type TrayPorts } from './tray/tray.ts';
import type { Updates } from './updates/updates.ts';
import { recoverWindow } from './window/window-trouble.ts';

/** The parts of Electron that the habits use. */
export interface HabitPorts extends TrayPorts {
  readonly app: Pick<App, 'on' | 'quit' | 'isPackaged' | 'setBadgeCount' | 'getLocale'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly Notification: new (
    options: NotificationConstructorOptions,
  ) => Pick<Notification, 'on' | 'show' | 'close'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleState'>;
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  /** SIGTERM, by which a Linux session ends. */
  readonly onTerminated: (listener: () => void) => void;
}

/**
 * States of files that are not with the clinic yet. A file that the clinic is processing no longer needs this program.
 */
const unfiledStates = ['held', 'queued', 'uploading', 'stored', 'registering'] as const;

/** Starts the behaviour around the one window (tray, notifications, quitting, updates), each in a separate module. */
export function startHabits(
  ports: HabitPorts,
  given: {
    desk: Desk;
    service: WindowService;
    window: BrowserWindow;
    handOver: HandOver;
    toldOfTray: ToldOnce;
    clock: Clock;
    log: Log;
    /** Writes that must be on disk before this returns: at log-off, Windows does not wait for asynchronous work. */
    lastWrites: () => void;
    /** Stops everything else, once quitting is decided. */
    stop: () => Promise<void>;
    updates: Pick<Updates, 'canInstall' | 'restart' | 'stays' | 'end' | 'systemEnds' | 'listen'>;
  },
): void {
  const { desk, service, window, clock, updates } = given;
  const status = () => visible(statusOf(desk, clock.now(), service.notices.revision()));
  const queue = () => desk.opened()?.app.uploads.queue;
  const show = (): void => bringForward(window);
  const showView = (view: ShownView): void => {
    service.asks.ask({ kind: 'show', view });
    show();
  };
  const disarm = (): void => desk.opened()?.app.scans.active.disarm('person');
  const pause = (): void => queue()?.pause('person');
  const resume = (): void => queue()?.resume('person');
  const quit = (): void => ports.app.quit();
  const shown = new Set<object>();
  const notify: Notify = ({ title, body, onClick }) => {
    const notification = new ports.Notification({ title, body });
    // Keeps the notification from being garbage-collected, which would lose its click.
    shown.add(notification);
    notification.on('click', onClick);
    notification.on('close', () => shown.delete(notification));
    notification.show();
    return notification;
  };

  const bytes = createBytesUnderWay();
  const restart = (): void => void updates.restart();
  const tray = createTray(ports, { show, pause, resume, disarm, restart, quit });
  const taskbar = createTaskbar(ports, window, bytes);
  const sleepBlocker = createSleepBlocker(ports.powerSaveBlocker);
  const attention = createAttention(window, desk);
  const notifications = createNotifications({ clock, notify, ...attention, onOpen: showView });
  const stopReminder = startReminder({ clock, desk, status, notify, onOpen: showView });
  const files = createFileReceiver({ desk, clock, asks: service.asks });

  const guard = guardQuitting(ports, { ...given, stopHabits: () => stops.forEach((stop) => stop()) });

  keepInBackground(window, {
    isQuitting: () => guard.isQuitting(),
    told: given.toldOfTray,
    tell() {
      const w = desktopWords();
      notify({ title: w.background.title, body: w.background.body, onClick: show });
    },
  });
  window.on('focus', () => notifications.seen());
  const isQuitting = (): boolean => guard.isQuitting();
  recoverWindow(window, { dialog: ports.dialog, parent: window, clock, log: given.log, isQuitting });
  const systemEnds = (): void => {
    updates.systemEnds();
    guard.systemEnds();
  };
  window.on('session-end', () => {
    systemEnds();
    given.lastWrites();
  });
  ports.onTerminated(systemEnds);
  ports.app.on('activate', show);

  const togglePause = (): void => (status().pausedBy.includes('person') ? resume() : pause());
  const menu = createMenu(ports, updates, { view: showView, togglePause, disarm, quit, restart });

  given.handOver.to({
    show,
    files: (paths) => files.receive(paths),
    link(text) {
      const target = parseLink(text);
      service.asks.ask(target === null ? { kind: 'link-refused' } : { kind: 'propose', target });
      show();
    },
  });

  const update = (): void => {
    const now = status();
    // Whether a restart is offered depends on active work.
    if (updates.canInstall() !== menu.offersRestart()) menu.set();
    tray.update(now, menu.offersRestart());
    for (const part of [taskbar, sleepBlocker]) part.update(now);
  };
  const stops: Stop[] = [
    desk.listen({
      onJobChanged(job) {
        bytes.onJobChanged(job);
        notifications.onJobChanged(job);
      },
      onProgress: (id, sent) => bytes.onProgress(id, sent),
      onStuck: ({ count }) => notifications.onStuck(count),
    }),
    service.notices.listen((name) => {
      if (name === 'status:changed') update();
      if (name === 'progress:changed') taskbar.progress();
    }),
    followSystem(ports, service.interruptions, { clock, systemEnds }),
    followLanguage(ports.app, desk, () => {
      menu.set();
      update();
    }),
    updates.listen(update),
    stopReminder,
    ...[files, notifications, sleepBlocker, tray].map((part) => () => part.stop()),
  ];
  menu.set();
  update();
}

/**
 * Whether a person looks at the window, and the call to it: the taskbar's button flashes until the window is in front, if a
 * person set that. On macOS the icon of the Dock bounces.
 */
function createAttention(window: BrowserWindow, desk: Pick<Desk, 'preferences'>) {
  window.on('focus', () => window.flashFrame(false));
  return {
    isWatched: () => window.isFocused(),
    onNeeded(): void {
      if (desk.preferences().flash) window.flashFrame(true);
    },
  };
}

/** Asks before the program ends while files are unfiled, and ends everything in order. */
function guardQuitting(
  ports: Pick<HabitPorts, 'app' | 'dialog'>,
  given: {
    desk: Desk;
    window: BrowserWindow;
    log: Log;
    updates: Pick<Updates, 'end' | 'stays'>;
    stopHabits: () => void;
    stop: () => Promise<void>;
  },
): ReturnType<typeof createQuitGuard> {
  const { desk, window, updates } = given;
  return createQuitGuard({
    app: ports.app,
    log: given.log,
    unfiled() {
      const counts = desk.opened()?.app.history.jobs.counts();
      return counts === undefined ? 0 : unfiledStates.reduce((sum, state) => sum + counts[state], 0);
    },
    async ask(unfiled, signal) {
      const w = desktopWords();
      const buttons = [w.quit.wait, w.quit.quit];
      const question = { message: w.quit.question(unfiled), detail: w.quit.detail };
      const choice = { buttons, defaultId: 0, cancelId: 0, noLink: true };
      const options = { type: 'question', ...question, ...choice, signal } as const;
      // Shows the window first, since a dialog of a hidden window is hidden too.
      const { response } = await (window.isVisible()
        ? ports.dialog.showMessageBox(window, options)
        : ports.dialog.showMessageBox(options));
      if (response !== 1) updates.stays();
      return response === 1;
    },
    async stop() {
      given.stopHabits();
      await given.stop();
    },
    end() {
      if (!updates.end()) ports.app.quit();
    },
  });
}

/** The application's menu, which offers a restart while an update is ready. */
function createMenu(
  ports: Pick<HabitPorts, 'app' | 'Menu' | 'platform'>,
  updates: Pick<Updates, 'canInstall'>,
  acts: Omit<Parameters<typeof menuTemplate>[1], 'restart'> & { restart: () => void },
): { set(): void; offersRestart(): boolean } {
  const { app, Menu, platform } = ports;
  let offersRestart = false;
  return {
    set() {
      offersRestart = updates.canInstall();
      const restart = offersRestart ? acts.restart : null;
      const template = menuTemplate({ platform, isPackaged: app.isPackaged }, { ...acts, restart });
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    },
    offersRestart: () => offersRestart,
  };
}
