import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../jobs/job.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { ClinicChoice, Preferences } from '../../preload/contract/settings.ts';
import type { App } from './app.ts';
import type { AppEvents } from './app-events.ts';
import { openFolder } from './clinic-data.ts';
import { parseApiKey } from '../clinic/api-key.ts';
import { createClinic } from '../clinic/clinic.ts';
import { connectionOf } from '../clinic/diagnose.ts';
import { saysUnreachable } from '../clinic/http-errors.ts';
import type { ClinicUser } from '../clinic/schemas.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import { createKeptSettings } from './kept-settings.ts';
import {
  addressOf,
  addressToTry,
  type ClinicPorts,
  type Connection,
  diagnoseClinic,
  keeperOf,
  keepKey,
  type KeptKey,
  openClinic,
  type OpenedClinic,
  readKeptKey,
} from './opened-clinic.ts';
import type { SettingsStore, Stop } from '../base/ports.ts';

export interface DeskPorts extends ClinicPorts {
  readonly settings: SettingsStore;
}

/** The program as a window sees it: settings, and the core of whichever clinic they name. */
export interface Desk {
  /** The core of the open clinic. Throws `key-missing` before the first run is done. */
  app(): App;
  opened(): { choice: ClinicChoice; app: App; user: ClinicUser | null; connection: Connection } | null;
  useDemo(): Promise<void>;
  /**
   * Proves a pasted key, keeps it, and opens its clinic. `sessionOnly`: on a system without a key store too, where it is
   * then asked for again at the next start. Throws `key-rejected`, `key-malformed`, `key-store-missing`, the network's
   * errors.
   */
  useKey(pasted: string, options: { sessionOnly: boolean }): Promise<void>;
  /** The key that is kept, open or not; null where there is none. Throws `key-store-locked`. */
  keptKey(): Promise<KeptKey | null>;
  /** Asks the clinic whose key it is; the answer shows in `opened`. */
  identify(): Promise<void>;
  /** How far the way to the clinic goes; before there is a clinic too. */
  diagnose(): Promise<Diagnosis>;
  /**
   * Keeps a login for the proxy on the way to the clinic, and asks the clinic again where one is open. Throws
   * `proxy-not-set`, and what `identify` throws.
   */
  useProxyCredentials(given: { user: string; password: string }): Promise<void>;
  preferences(): Preferences;
  updatePreferences(preferences: Preferences): Preferences;
  folders(): readonly ScanFolder[];
  saveFolder(folder: ScanFolder, options: { takeExisting: boolean }): void;
  /** Takes what was left alone in a folder. */
  takeLeft(id: FolderId): Promise<void>;
  removeFolder(id: FolderId): Promise<void>;
  /** What happens in the core, across changes of the clinic. `onDeskChanged`: clinic, user, connection or settings. */
  listen(events: AppEvents & { onDeskChanged?: () => void }): Stop;
  /** Opens the clinic that the settings name, if any. Throws what hinders, which stands in `problem` too. */
  start(): Promise<void>;
  /** Why the clinic that was to be opened last is not; null where it is, or none was. */
  problem(): ChartdropError | null;
  stop(): Promise<void>;
}

/** A clinic that could not be reached is asked again this often, in milliseconds, also where no job waits for it. */
const probeMs = 10_000;

export function createDesk(ports: DeskPorts): Desk {
  const end = new AbortController();
  const listeners = new Set<AppEvents & { onDeskChanged?: () => void }>();
  let opened: OpenedClinic | null = null;
  let problem: ChartdropError | null = null;
  /** Opening and closing, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const call = () => ({ priority: 'window', signal: end.signal }) as const;
  const changed = (): void => listeners.forEach((events) => events.onDeskChanged?.());
  const kept = createKeptSettings({ store: ports.settings, opened: () => opened, onChanged: changed });
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };

  const close = async (): Promise<void> => {
    const before = opened;
    opened = null;
    await before?.close();
  };

  const open = async (choice: ClinicChoice, given: { apiKey: string; sessionOnly: boolean } | null) => {
    await close();
    const now = await openClinic(ports, {
      choice,
      apiKey: given?.apiKey ?? null,
      withoutStore: given?.sessionOnly ?? false,
      preferences: () => kept.now().preferences,
    }).catch((thrown: unknown) => {
      problem = asChartdropError(thrown);
      changed();
      throw problem;
    });
    opened = now;
    problem = null;
    now.app.listen(forward);
    now.app.start({ folders: kept.now().folders[choice].map(({ id }) => id) });
    openFolders(now);
    changed();
  };

  const openFolders = (now: OpenedClinic): void => {
    const stored = kept.now().folders[now.choice];
    const found = stored.map(openFolder(now.sealer));
    now.folders = found.map(({ folder }) => folder);
    for (const { folder, isLost } of found) {
      // By itself: a full disk must not keep the other folders from being watched.
      if (isLost)
        now.app.notes.add({
          kind: 'folder-changed',
          detail: { folder: folder.path, error: 'data-key-wrong' },
        });
      watch(folder, false);
    }
    // Older versions named the patient of a fixed route there.
    if (stored.some(({ route }) => 'destination' in route)) kept.keep(...kept.withFolders(now.folders));
  };

  const setConnection = (current: OpenedClinic, connection: Connection): void => {
    const wasOffline = current.connection === 'offline';
    if (current.connection !== connection) ports.log.info('connection-changed', { connection });
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
    const isOnline = ['stored', 'processing', 'filed'].includes(job.state);
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
  const folders = (): readonly ScanFolder[] => opened?.folders ?? [];
  const find = (id: FolderId): ScanFolder | undefined => folders().find((one) => one.id === id);

  return {
    app,
    opened: () => opened,
    useDemo: () =>
      inTurn(async () => {
        if (opened?.choice !== 'demo') await open('demo', null);
        kept.keep({ ...kept.now(), clinic: 'demo' });
        await identify();
      }),
    useKey: (pasted, { sessionOnly }) =>
      inTurn(async () => {
        const { key } = parseApiKey(pasted);
        const baseUrl = addressOf(ports, key);
        const rateLimit = { requests: 10, windowMs: 60_000 };
        await createClinic({ ...ports, apiKey: () => key, baseUrl, rateLimit }).identify(call());
        await keepKey(keeperOf(ports.secrets, sessionOnly), key, baseUrl);
        if (opened?.choice === 'own' && opened.baseUrl === baseUrl) opened.apiKey = key;
        else await open('own', { apiKey: key, sessionOnly });
        kept.keep({ ...kept.now(), clinic: 'own' });
        // The key is proven and in use: what cannot be written down at once must not keep its jobs waiting.
        app().notes.add({ kind: 'key-set' });
        await identify();
        app().uploads.queue.resume('key');
      }),
    keptKey: () => readKeptKey(ports, opened),
    identify,
    async diagnose() {
      const current = opened;
      const found = await diagnoseClinic(ports, current, call());
      if (current !== null) setConnection(current, connectionOf(found));
      return found;
    },
    async useProxyCredentials(given) {
      await ports.network.useCredentials(new URL(opened?.baseUrl ?? addressToTry(ports)), given);
      if (opened !== null) await identify();
    },
    preferences: () => kept.now().preferences,
    updatePreferences(preferences) {
      kept.keepRecorded({ kind: 'settings-changed' }, { ...kept.now(), preferences });
      return preferences;
    },
    folders,
    saveFolder(folder, { takeExisting }) {
      const kind = find(folder.id) === undefined ? 'folder-added' : 'folder-changed';
      const all = [...folders().filter(({ id }) => id !== folder.id), folder];
      kept.keepRecorded({ kind, detail: { folder: folder.path } }, ...kept.withFolders(all));
      watch(folder, takeExisting);
    },
    async takeLeft(id) {
      const folder = find(id);
      if (folder === undefined) return;
      app().history.record({ kind: 'folder-changed', detail: { folder: folder.path, took: 'left alone' } });
      await app().scans.takeLeft(id);
      listeners.forEach((events) => events.onFolderChanged?.(folder));
    },
    async removeFolder(id) {
      const folder = find(id);
      if (folder === undefined) return;
      const rest = folders().filter((one) => one !== folder);
      kept.keepRecorded(
        { kind: 'folder-removed', detail: { folder: folder.path } },
        ...kept.withFolders(rest),
      );
      await app().scans.unwatch(id);
    },
    listen(events) {
      listeners.add(events);
      return () => listeners.delete(events);
    },
    start: () =>
      inTurn(async () => {
        const { clinic } = kept.now();
        if (clinic === null) return;
        await open(clinic, null);
        // The window says what comes of it, and need not wait for a network.
        identify().catch((thrown: unknown) => {
          ports.log.warn('clinic-not-identified', { code: asChartdropError(thrown).code });
        });
      }),
    problem: () => problem,
    stop() {
      end.abort();
      return inTurn(close);
    },
  };
}
