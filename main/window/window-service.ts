import type { Desk } from '../core/desk.ts';
import { createInterruptions, type Interruptions } from '../core/interruptions.ts';
import type { Clock, Decoder, Log } from '../base/ports.ts';
import { type ByteRoutes, createByteRoutes } from './bytes.ts';
import { type Caller, createCaller } from './caller.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { folderViews } from './handlers/folders/folder-handlers.ts';
import type { HandlerDeps, HostSettingsPort } from './handlers/handler-types.ts';
import { createHandlers } from './handlers/handlers.ts';
import { createHostAsks, type HostAsks } from './host-asks.ts';
import { createMadeFiles } from './made-files.ts';
import { createNotices, type Notices } from './notices.ts';
import { createProgress } from './progress.ts';
import { createRecentDestinations } from './recent-destinations.ts';
import type { UpdatesPort } from './updates.ts';

/** The requests and events of a window, for a host's transport. */
export interface WindowService {
  readonly dispatch: Dispatch;
  readonly notices: Notices;
  readonly bytes: ByteRoutes;
  /** For the host: a new caller, a window or session, without any handles. */
  newCaller(): Caller;
  /** For the host: requests to the window. */
  readonly asks: HostAsks;
  /** For the host: the system's events. */
  readonly interruptions: Interruptions;
  stop(): void;
}

export function createWindowService(given: {
  desk: Desk;
  decoder: Pick<Decoder, 'page'>;
  clock: Clock;
  info: HandlerDeps['info'];
  log: Log & HandlerDeps['log'];
  showLog: HandlerDeps['showLog'];
  chooseFolder: HandlerDeps['chooseFolder'];
  chooseSettings: HandlerDeps['chooseSettings'];
  browser: HandlerDeps['browser'];
  home: string;
  confirm: HandlerDeps['confirm'];
  updates: UpdatesPort | null;
  hostSettings: HostSettingsPort | null;
  /** See `createInterruptions`. */
  dropConnections: () => void;
}): WindowService {
  const { desk, clock } = given;
  const end = new AbortController();
  const progress = createProgress(clock);
  const asks = createHostAsks();
  const interruptions = createInterruptions(given);
  const notices = createNotices({ ...given, progress, asks, folders: () => folderViews(desk) });
  const deps = {
    ...given,
    progress,
    asks,
    interruptions,
    made: createMadeFiles(clock),
    recent: createRecentDestinations(desk, clock),
    revision: () => notices.revision(),
    signal: end.signal,
  };
  return {
    dispatch: createDispatch(createHandlers(deps)),
    notices,
    bytes: createByteRoutes(deps),
    newCaller: () => createCaller(clock),
    asks,
    interruptions,
    stop() {
      end.abort();
      notices.stop();
    },
  };
}
