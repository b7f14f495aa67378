import type { FolderId } from '../preload/contract/ids.ts';
import type { UploadJob } from '../preload/contract/job.ts';
import type { ScanFolder } from '../preload/contract/scan-folder.ts';
import type { ClinicChoice, Preferences, Settings } from '../preload/contract/settings.ts';
import { type App, type AppEvents, createApp } from './app.ts';
import { clinicDirectory, dataKeyOf, openFolder, sealFolder } from './clinic-data.ts';
import { parseApiKey, shardUrl } from './clinic/api-key.ts';
import { createClinic } from './clinic/clinic.ts';
import { saysUnreachable } from './clinic/http-errors.ts';
import type { ClinicUser } from './clinic/schemas.ts';
import { asChartdropError, ChartdropError } from './errors.ts';
import { createSealer, type Sealer } from './history/sealing.ts';
import type { Clock, DemoHandle, Log, Secrets, SettingsStore, Stop, Trash } from './ports.ts';

export interface DeskPorts {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly trash: Trash;
  readonly random: () => number;
  readonly osUser: string;
  readonly station: string;
  readonly userAgent: string;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  readonly openDemo: () => Promise<DemoHandle>;
  /** Another address than the key's own, for tests; checked by the host. */
  readonly apiUrl: string | null;
}

export type Connection = 'unknown' | 'online' | 'offline' | 'key-rejected';

/** The program as a window sees it: settings, and the core of whichever clinic they name. */
export interface Desk {
  /** The core of the open clinic. Throws `key-missing` before the first run is done. */
  app(): App;
  opened(): { choice: ClinicChoice; app: App; user: ClinicUser | null; connection: Connection } | null;
  useDemo(): Promise<void>;
  /** Proves a pasted key, keeps it, and opens its clinic. Throws `key-rejected`, `key-malformed`, the network's errors. */
  useKey(pasted: string): Promise<void>;
  /** Asks the clinic whose key it is; the answer shows in `opened`. */
  identify(): Promise<void>;
  preferences(): Preferences;
  updatePreferences(preferences: Preferences): Preferences;
  folders(): readonly ScanFolder[];
  saveFolder(folder: ScanFolder, options: { takeExisting: boolean }): void;
  removeFolder(id: FolderId): Promise<void>;
  /** What happens in the core, across changes of the clinic. `onDeskChanged`: clinic, user, connection or settings. */
  listen(events: AppEvents & { onDeskChanged?: () => void }): Stop;
  /** Opens the clinic that the settings name, if any. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Opened {
  readonly choice: ClinicChoice;
  readonly app: App;
  readonly baseUrl: string;
  readonly sealer: Sealer;
  folders: readonly ScanFolder[];
  readonly close: () => Promise<void>;
  apiKey: string;
  user: ClinicUser | null;
  connection: Connection;
  stopProbe: Stop;
}

/** A clinic that could not be reached is asked again this often, in milliseconds, also where no job waits for it. */
const probeMs = 10_000;

export function createDesk(ports: DeskPorts): Desk {
  const end = new AbortController();
  const listeners = new Set<AppEvents & { onDeskChanged?: () => void }>();
  let settings: Settings = ports.settings.read();
  let opened: Opened | null = null;
  /** Opening and closing, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const call = () => ({ priority: 'window', signal: end.signal }) as const;
  const changed = (): void => listeners.forEach((events) => events.onDeskChanged?.());
  const keep = (next: Settings): void => {
    ports.settings.write(next);
    settings = next;
    changed();
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };

  const close = async (): Promise<void> => {
    const before = opened;
    opened = null;
    before?.stopProbe();
    await before?.app.stop();
    await before?.close();
  };

  const open = async (choice: ClinicChoice, given?: string): Promise<void> => {
    await close();
    const demo = choice === 'demo' ? await ports.openDemo() : null;
    try {
      const apiKey = demo?.apiKey ?? given ?? (await ports.secrets.read('api-key'));
      if (apiKey === null) throw new ChartdropError('key-missing');
      const baseUrl = demo?.apiUrl ?? addressOf(apiKey);
      const directory = await clinicDirectory(ports.dataDirectory, demo === null ? new URL(baseUrl) : 'demo');
      const dataKey = await dataKeyOf(ports.secrets, directory);
      const app = createApp({
        ...ports,
        directory,
        dataKey,
        apiKey: () => opened?.apiKey ?? apiKey,
        baseUrl,
        rateLimit: { requests: settings.preferences.requestsPerMinute, windowMs: 60_000 },
        holdMs: () => settings.preferences.holdSeconds * 1000,
        disarmAfterMs: () => settings.preferences.disarmMinutes * 60_000,
        limits: () => settings.preferences,
        keep: () => settings.preferences,
      });
      opened = {
        choice,
        app,
        baseUrl,
        sealer: createSealer(dataKey),
        folders: [],
        apiKey,
        user: null,
        connection: 'unknown',
        stopProbe: () => undefined,
        close: async () => demo?.stop(),
      };
      app.listen(forward);
      app.start();
      openFolders(opened);
      changed();
    } catch (thrown) {
      await demo?.stop();
      throw thrown;
    }
  };

  const lostRoute = ({ path }: ScanFolder) => ({ folder: path, error: 'data-key-wrong' });
  const openFolders = (now: Opened): void => {
    const stored = settings.folders[now.choice];
    const found = stored.map(openFolder(now.sealer));
    now.folders = found.map(({ folder }) => folder);
    for (const { folder, isLost } of found) {
      if (isLost) now.app.history.record({ kind: 'folder-changed', detail: lostRoute(folder) });
      watch(folder, false);
    }
    // Older versions named the patient of a fixed route there.
    if (stored.some(({ route }) => 'destination' in route)) keepFolders(now.folders);
  };

  const addressOf = (apiKey: string): string => ports.apiUrl ?? shardUrl(parseApiKey(apiKey).shard);

  const setConnection = (current: Opened, connection: Connection): void => {
    const wasOffline = current.connection === 'offline';
    current.connection = connection;
    current.stopProbe();
    if (current !== opened) return;
    if (connection === 'offline') {
      // What comes of it shows in `opened`.
      current.stopProbe = ports.clock.after(probeMs, () => void identify().catch(() => undefined));
    } else if (wasOffline) current.app.uploads.queue.resume('network');
    changed();
  };

  /** The calls that a job makes say too whether the clinic can be reached. */
  const learn = (job: UploadJob): void => {
    if (opened === null) return;
    const waitsFor = 'waiting' in job ? job.waiting?.code : undefined;
    const isOffline = waitsFor !== undefined && saysUnreachable.has(waitsFor);
    const isOnline = job.state === 'stored' || job.state === 'processing';
    const seen = isOffline ? 'offline' : isOnline ? 'online' : opened.connection;
    if (seen !== opened.connection) setConnection(opened, seen);
  };

  const forward: AppEvents = {
    onJobChanged(job) {
      learn(job);
      listeners.forEach((events) => events.onJobChanged?.(job));
    },
    onProgress: (id, sent) => listeners.forEach((events) => events.onProgress?.(id, sent)),
    onPauseChanged() {
      if (opened?.app.uploads.queue.pausedBy().includes('key')) opened.connection = 'key-rejected';
      listeners.forEach((events) => events.onPauseChanged?.());
    },
    onArmedChanged: (change) => listeners.forEach((events) => events.onArmedChanged?.(change)),
    onFolderChanged: (folder) => listeners.forEach((events) => events.onFolderChanged?.(folder)),
  };

  const watch = (folder: ScanFolder, takeExisting: boolean): void => {
    const tell = (): void => forward.onFolderChanged?.(folder);
    // A folder that is not there is looked for; its state says so, and nothing waits for it here.
    opened?.app.scans.watch(folder, { takeExisting }).then(tell, (thrown: unknown) => {
      ports.log.warn('folder-not-watched', { code: asChartdropError(thrown).code });
      tell();
    });
  };

  const identify = async (): Promise<void> => {
    const current = opened;
    if (current === null) throw new ChartdropError('key-missing');
    try {
      current.user = await current.app.clinic.identify(call());
      setConnection(current, 'online');
    } catch (thrown) {
      const error = asChartdropError(thrown);
      if (error.code !== 'aborted') {
        setConnection(current, error.code === 'key-rejected' ? 'key-rejected' : 'offline');
      }
      throw error;
    }
  };

  const app = (): App => {
    if (opened === null) throw new ChartdropError('key-missing');
    return opened.app;
  };
  const keepFolders = (all: readonly ScanFolder[]): void => {
    if (opened === null) throw new ChartdropError('key-missing');
    opened.folders = all;
    const sealed = all.map(sealFolder(opened.sealer));
    keep({ ...settings, folders: { ...settings.folders, [opened.choice]: sealed } });
  };
  const folders = (): readonly ScanFolder[] => opened?.folders ?? [];

  return {
    app,
    opened: () => opened,
    useDemo: () =>
      inTurn(async () => {
        if (opened?.choice !== 'demo') await open('demo');
        keep({ ...settings, clinic: 'demo' });
        await identify();
      }),
    useKey: (pasted) =>
      inTurn(async () => {
        const { key } = parseApiKey(pasted);
        const baseUrl = addressOf(key);
        const rateLimit = { requests: 10, windowMs: 60_000 };
        await createClinic({ ...ports, apiKey: () => key, baseUrl, rateLimit }).identify(call());
        await ports.secrets.write('api-key', key);
        if (opened?.choice === 'own' && opened.baseUrl === baseUrl) opened.apiKey = key;
        else await open('own', key);
        keep({ ...settings, clinic: 'own' });
        app().history.record({ kind: 'key-set' });
        await identify();
        app().uploads.queue.resume('key');
      }),
    identify,
    preferences: () => settings.preferences,
    updatePreferences(preferences) {
      keep({ ...settings, preferences });
      opened?.app.history.record({ kind: 'settings-changed' });
      return preferences;
    },
    folders,
    saveFolder(folder, { takeExisting }) {
      const known = folders().some(({ id }) => id === folder.id);
      keepFolders([...folders().filter(({ id }) => id !== folder.id), folder]);
      app().history.record({
        kind: known ? 'folder-changed' : 'folder-added',
        detail: { folder: folder.path },
      });
      watch(folder, takeExisting);
    },
    async removeFolder(id) {
      const folder = folders().find((one) => one.id === id);
      if (folder === undefined) return;
      await app().scans.unwatch(id);
      keepFolders(folders().filter((one) => one.id !== id));
      app().history.record({ kind: 'folder-removed', detail: { folder: folder.path } });
    },
    listen(events) {
      listeners.add(events);
      return () => listeners.delete(events);
    },
    start: () =>
      inTurn(async () => {
        const choice = settings.clinic;
        if (choice === null) return;
        await open(choice);
        // The window says what came of it; the queue goes on by itself.
        await identify().catch((thrown: unknown) => {
          ports.log.warn('clinic-not-identified', { code: asChartdropError(thrown).code });
        });
      }),
    stop() {
      end.abort();
      return inTurn(close);
    },
  };
}
