import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { ClinicChoice } from '../../preload/contract/settings.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import { createListeners } from '../base/listeners.ts';
import type { SettingsStore, Stop } from '../base/ports.ts';
import { createSequencer } from '../base/sequencer.ts';
import { parseApiKey } from '../clinic/api-key.ts';
import { createClinic } from '../clinic/clinic.ts';
import { diagnose } from '../clinic/diagnose.ts';
import type { RateLimit } from '../clinic/budget/rate-budget.ts';
import type { ClinicUser } from '../clinic/schemas.ts';
import { openSharedCalls } from '../clinic/budget/shared-calls.ts';
import type { App } from './app.ts';
import type { AppEvents } from './app-events.ts';
import { addressOf, addressToTry, keeperOf, keepKey, type KeptKey, readKeptKey } from './clinic-keys.ts';
import { callsTo, type ClinicPorts, type ClinicSession, openPlace, startSession } from './clinic-session.ts';
import { type Connection, type ConnectionMonitor, createConnectionMonitor } from './connection-monitor.ts';
import { createDeskSettings, type DeskSettings } from './desk-settings.ts';
import { createKeptSettings } from './kept-settings.ts';
import type { PcNames } from './preset/path-variables.ts';
import { createSessionFolders, type SessionFolders } from './session-folders.ts';

/** The open clinic at one moment. */
interface OpenedClinic {
  readonly choice: ClinicChoice;
  readonly app: App;
  readonly user: ClinicUser | null;
  readonly connection: Connection;
}

interface DeskEvents extends AppEvents {
  /** The clinic, its user, the connection or the settings changed. */
  onDeskChanged?: () => void;
}

export interface DeskPorts extends ClinicPorts {
  readonly settings: SettingsStore;
  /** For folder paths that name them. */
  readonly pc: PcNames;
}

/** The program as a window sees it: settings, and the core of their clinic. */
export interface Desk extends DeskSettings {
  /** The core of the open clinic. Throws `key-missing` before setup. */
  app(): App;
  opened(): OpenedClinic | null;
  useDemo(): Promise<void>;
  /**
   * Checks a pasted key, stores it, and opens its clinic. `sessionOnly`: works without a key store; the next start asks
   * for the key again. Throws `key-rejected`, `key-malformed`, `key-store-missing`, and network errors.
   */
  useKey(pasted: string, options: { sessionOnly: boolean }): Promise<void>;
  /** The stored key, whether or not its clinic is open; null if there is none. Throws `key-store-locked`. */
  keptKey(): Promise<KeptKey | null>;
  /** Asks the clinic for the key's user, which `opened` then contains. */
  identify(): Promise<void>;
  /** Checks the connection step by step; works before setup too. */
  diagnose(): Promise<Diagnosis>;
  /**
   * Stores a login for the proxy to the clinic, and asks an open clinic again. Throws `proxy-not-set`, and what
   * `identify` throws.
   */
  useProxyCredentials(given: { user: string; password: string }): Promise<void>;
  folders(): readonly ScanFolder[];
  saveFolder(folder: ScanFolder, options: { takeExisting: boolean }): void;
  /** Files the skipped files of a folder. */
  takeLeft(id: FolderId): Promise<void>;
  removeFolder(id: FolderId): Promise<void>;
  /** See `SessionFolders`. */
  removedFolder(id: FolderId): ScanFolder | null;
  restoreFolder(id: FolderId, refuse: (folder: ScanFolder) => Promise<void>): Promise<void>;
  /** Puts a made-up letter into a folder of the demo clinic. Throws `request-invalid` for a real clinic. */
  putSample(id: FolderId): Promise<void>;
  /** Events of the core, across changes of the clinic. */
  listen(events: DeskEvents): Stop;
  /** Opens the clinic of the settings, if any. Rejects with the reason; `problem()` keeps it. */
  start(): Promise<void>;
  /** The error that kept the last clinic from opening, or null. */
  problem(): ChartdropError | null;
  stop(): Promise<void>;
}

/** The same list each time, as the open clinic's is while it does not change: see `refuseOverlap`. */
const noFolders: readonly ScanFolder[] = [];
/** Few calls are made before there is a key. */
const trialLimit = { requests: 10, windowMs: 60_000 };

/** The parts of the open clinic. */
interface Opened {
  readonly session: ClinicSession;
  readonly monitor: ConnectionMonitor;
  readonly folders: SessionFolders;
}

export function createDesk(ports: DeskPorts): Desk {
  const { clock, log, network, userAgent, pc } = ports;
  const end = new AbortController();
  const events = createListeners<DeskEvents>(log);
  /** Clinics are opened and closed one after the other. */
  const turns = createSequencer<'clinic'>();
  const shared = openSharedCalls({ directory: ports.dataDirectory, log });
  let opened: Opened | null = null;
  let problem: ChartdropError | null = null;

  const call = () => ({ priority: 'window', signal: end.signal }) as const;
  const changed = (): void => events.tell((listener) => listener.onDeskChanged?.());
  const settings = createKeptSettings({
    store: ports.settings,
    record: (draft) => opened?.session.app.history.record(draft),
    onChanged: changed,
  });
  const rateLimit = (): RateLimit => ({
    requests: settings.now().preferences.requestsPerMinute,
    windowMs: 60_000,
  });
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => turns.run('clinic', work);

  const required = (): Opened => {
    if (opened === null) throw new ChartdropError('key-missing');
    return opened;
  };
  const app = (): App => required().session.app;
  const now = (): OpenedClinic | null => {
    if (opened === null) return null;
    const { session, monitor } = opened;
    return {
      choice: session.choice,
      app: session.app,
      user: monitor.user(),
      connection: monitor.connection(),
    };
  };

  const close = async (): Promise<void> => {
    const before = opened;
    opened = null;
    await before?.monitor.stop();
    await before?.session.close();
  };

  /** Every event: a listener of a window outlives the clinic that is open. */
  const forward: Required<AppEvents> = {
    onJobChanged: (job) => events.tell((listener) => listener.onJobChanged?.(job)),
    onProgress: (id, sent) => events.tell((listener) => listener.onProgress?.(id, sent)),
    onPauseChanged: () => events.tell((listener) => listener.onPauseChanged?.()),
    onArchivesChanged: () => events.tell((listener) => listener.onArchivesChanged?.()),
    onArmedChanged: (change) => events.tell((listener) => listener.onArmedChanged?.(change)),
    onFolderChanged: (folder) => events.tell((listener) => listener.onFolderChanged?.(folder)),
    onAccountChanged: (folder) => events.tell((listener) => listener.onAccountChanged?.(folder)),
    onStuck: (news) => events.tell((listener) => listener.onStuck?.(news)),
  };

  const start = async (
    choice: ClinicChoice,
    given: { apiKey: string; sessionOnly: boolean } | null,
  ): Promise<Opened> => {
    const { apiKey, sessionOnly } = given ?? { apiKey: null, sessionOnly: false };
    const place = await openPlace(ports, { choice, apiKey, withoutStore: sessionOnly });
    let opening: { close(): Promise<void> } = place;
    try {
      const tuning = () => settings.now().preferences;
      const session = startSession(ports, place, {
        ...{ rateLimit: rateLimit(), tuning },
        calls: callsTo(shared, place),
      });
      // The session closes the place too.
      opening = session;
      const monitor = createConnectionMonitor({ app: session.app, clock, log, onChanged: changed });
      session.app.listen(forward);
      const folders = createSessionFolders({
        session,
        settings,
        log,
        onFolderChanged: forward.onFolderChanged,
      });
      return { session, monitor, folders };
    } catch (thrown) {
      await opening.close();
      throw thrown;
    }
  };

  const open = async (choice: ClinicChoice, given: { apiKey: string; sessionOnly: boolean } | null) => {
    await close();
    if (end.signal.aborted) throw new ChartdropError('aborted');
    try {
      opened = await start(choice, given);
    } catch (thrown) {
      problem = asChartdropError(thrown);
      changed();
      throw problem;
    }
    problem = null;
    opened.session.app.start({ folders: opened.folders.all().map(({ id }) => id), others: 'removed' });
    opened.folders.start();
    changed();
  };

  const identify = async (): Promise<void> => required().monitor.identify(call());

  const useKey = async (pasted: string, { sessionOnly }: { sessionOnly: boolean }): Promise<void> => {
    const { key } = parseApiKey(pasted);
    const baseUrl = addressOf(ports, key);
    const trial = { clock, network, userAgent, baseUrl, rateLimit: rateLimit() };
    await createClinic({ ...trial, calls: shared.of(baseUrl), apiKey: () => key }).identify(call());
    await keepKey(keeperOf(ports.secrets, sessionOnly), key, baseUrl);
    const current = opened?.session;
    if (current?.choice === 'own' && current.baseUrl === baseUrl) current.useKey(key);
    else await open('own', { apiKey: key, sessionOnly });
    settings.keep({ ...settings.now(), clinic: 'own' });
    // The key works: a history entry that a full disk refuses must not keep its jobs waiting.
    app().notes.add({ kind: 'key-set' });
    await identify();
    app().uploads.queue.resume('key');
  };

  return {
    app,
    opened: now,
    useDemo: () =>
      inTurn(async () => {
        if (opened?.session.choice !== 'demo') await open('demo', null);
        settings.keep({ ...settings.now(), clinic: 'demo' });
        await identify();
      }),
    useKey: (pasted, options) => inTurn(() => useKey(pasted, options)),
    keptKey: () => readKeptKey(ports, now()),
    identify,
    async diagnose() {
      const current = opened;
      const options = call();
      if (current === null) {
        // Before setup a placeholder key is enough to check how far the network works.
        const baseUrl = addressToTry(ports);
        const trial = { clock, network, userAgent, baseUrl, rateLimit: trialLimit };
        const { client } = createClinic({ ...trial, apiKey: () => 'none' });
        return diagnose({ client, baseUrl, hasKey: false, clock, options });
      }
      const { app: core, baseUrl } = current.session;
      const found = await diagnose({ client: core.clinic.client, baseUrl, hasKey: true, clock, options });
      current.monitor.diagnosed(found);
      return found;
    },
    async useProxyCredentials(given) {
      await network.useCredentials(new URL(opened?.session.baseUrl ?? addressToTry(ports)), given);
      if (opened !== null) await identify();
    },
    ...createDeskSettings({ settings, pc, opened: () => opened }),
    folders: () => opened?.folders.all() ?? noFolders,
    saveFolder: (folder, options) => required().folders.save(folder, options),
    takeLeft: async (id) => opened?.folders.takeLeft(id),
    removeFolder: async (id) => opened?.folders.remove(id),
    removedFolder: (id) => opened?.folders.removed(id) ?? null,
    restoreFolder: async (id, refuse) => opened?.folders.restore(id, refuse),
    putSample: (id) => required().folders.putSample(id),
    listen: (listener) => events.add(listener),
    start: () =>
      inTurn(async () => {
        const { clinic } = settings.now();
        // A person may have opened one meanwhile.
        if (clinic === null || opened !== null || end.signal.aborted) return;
        await open(clinic, null);
        // The window shows the result later, so this does not wait for the network.
        identify().catch((thrown: unknown) => {
          log.warn('clinic-not-identified', { code: asChartdropError(thrown).code });
        });
      }),
    problem: () => problem,
    stop() {
      end.abort();
      return inTurn(async () => {
        await close();
        shared.close();
      });
    },
  };
}
