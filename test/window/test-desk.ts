import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createDesk, type Desk } from '../../main/core/desk.ts';
import { type DemoClinic, startDemoClinic } from '../../main/demo-clinic/start.ts';
import { createSettingsStore } from '../../main/hosts/preset/settings-store.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { createFolderBrowser } from '../../main/window/handlers/folders/folder-browser.ts';
import type { HandlerDeps } from '../../main/window/handlers/handler-types.ts';
import { createWindowService, type WindowService } from '../../main/window/window-service.ts';
import { createLogFile, type LogFile } from '../../main/hosts/log-file.ts';
import type { ByteRoutes } from '../../main/window/bytes.ts';
import type { Clock, SecretName, Secrets } from '../../main/base/ports.ts';
import type { Handle } from '../../preload/contract/handle.ts';
import type { Result } from '../../preload/contract/errors.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';
import { type Preset, presetSchema } from '../../preload/contract/preset.ts';
import { type Settings, settingsSchema } from '../../preload/contract/settings.ts';
import type { Relay } from '../fixtures/relay.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testClinic } from '../fixtures/upload-bench.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

export interface TestDesk {
  readonly desk: Desk;
  /** The clinic of the account's key. */
  readonly demo: DemoClinic;
  readonly way: Relay | null;
  readonly secrets: ReadonlyMap<SecretName, string>;
  readonly settings: () => Settings;
  readonly service: WindowService;
  readonly log: LogFile;
  readonly bytes: ByteRoutes;
  /** The root of the folder browser. */
  readonly root: string;
  /** Gives a handle, as when a person chooses a file or folder. */
  readonly file: (path: string) => Handle;
  readonly folder: (path: string) => Handle;
  readonly ask: (channel: string, input: unknown) => Promise<Result<unknown>>;
  /** Sends a request like the window. Throws if it is refused. */
  readonly call: <K extends RequestName>(channel: K, input: RequestInput<K>) => Promise<RequestOutput<K>>;
}

/** A desk with real clinics, a real database, and the window's handlers. */
export async function testDesk(
  given: {
    clock?: Clock;
    settings?: Partial<Settings>;
    /** An administrator's preset. */
    preset?: Preset;
    /** The connection between desk and clinic. */
    way?: (url: string) => Promise<Relay>;
    /** Secrets of the previous desk, for a restart. */
    secrets?: Secrets;
    data?: string;
    demo?: DemoClinic;
    /** The host's dialog for a file with settings; null: it has none. */
    chooseSettings?: HandlerDeps['chooseSettings'];
    /** null: the host has a native dialog. */
    browser?: null;
    /** The host's question to a person; null: it has none. */
    confirm?: HandlerDeps['confirm'];
  } = {},
): Promise<TestDesk> {
  const demo = given.demo ?? (await testClinic());
  const way = (await given.way?.(demo.apiUrl)) ?? null;
  const data = given.data ?? (await tempFolder());
  const builtIn = await tempFolder();
  const root = await tempFolder();
  const clock = given.clock ?? systemClock;
  const secrets = new Map<SecretName, string>();
  let written = settingsSchema.parse({ preferences: { holdSeconds: 0 }, ...given.settings });
  const pc = { home: await tempFolder(), user: 'tester', pc: 'test-pc' };
  const settings = createSettingsStore({
    file: { get: () => written, set: (next) => (written = next) },
    preset: given.preset ?? presetSchema.parse({}),
    pc,
  });
  const log = createLogFile({ directory: join(data, 'logs'), clock: systemClock });
  const desk = createDesk({
    dataDirectory: data,
    clock,
    log,
    network: directNetwork,
    decoder: testDecoder,
    trash: { moveToTrash: () => Promise.resolve() },
    random: () => 0.5,
    osUser: 'tester',
    station: 'test-pc',
    userAgent: 'Chartdrop tests (tests@chartdrop.example)',
    secrets: given.secrets ?? {
      read: (name) => Promise.resolve(secrets.get(name) ?? null),
      write: async (name, value) => void secrets.set(name, value),
    },
    settings,
    pc,
    openDemo: () => startDemoClinic({ directory: builtIn, processingMs: 20, rateLimit: null }),
    apiUrl: way?.url ?? demo.apiUrl,
  });
  const service = createWindowService({
    desk,
    decoder: testDecoder,
    clock,
    info: {
      version: '0.0.0',
      host: 'browser',
      capabilities: {
        chooseFolder: false,
        asksItself: false,
        tray: false,
        notifications: false,
        loginItem: false,
        showLog: false,
      },
    },
    log,
    showLog: null,
    chooseFolder: null,
    chooseSettings: given.chooseSettings ?? null,
    browser: given.browser === undefined ? createFolderBrowser(root) : given.browser,
    home: root,
    confirm: given.confirm ?? null,
    updates: null,
    hostSettings: null,
    dropConnections: () => directNetwork.dropConnections(),
  });
  const caller = service.newCaller();
  onTestFinished(async () => {
    service.stop();
    await desk.stop();
  });
  return {
    desk,
    demo,
    way,
    secrets,
    settings: () => written,
    service,
    log,
    bytes: service.bytes,
    root,
    file: (path) => caller.handles.grant('file', path),
    folder: (path) => caller.handles.grant('folder', path),
    ask: (channel, input) => service.dispatch(channel, input, caller),
    call: async <K extends RequestName>(channel: K, input: RequestInput<K>) => {
      const result = await service.dispatch(channel, input, caller);
      if (!result.ok) throw new Error(`${channel}: ${result.error.code}`);
      return result.value as RequestOutput<K>;
    },
  };
}
