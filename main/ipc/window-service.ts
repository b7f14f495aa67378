import type { AppInfo } from '../../preload/contract/views.ts';
import type { Desk } from '../desk.ts';
import type { Clock } from '../ports.ts';
import { type ByteRoutes, createByteRoutes } from './bytes.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { folderViews } from './folder-handlers.ts';
import type { HandlerDeps } from './handler-types.ts';
import { createHandlers } from './handlers.ts';
import { createNotices, type Notices } from './notices.ts';
import { createProgress } from './progress.ts';
import { createRecentDestinations } from './recent-destinations.ts';

/** All that a window can ask and be told, for a host to put on its transport. */
export interface WindowService {
  readonly dispatch: Dispatch;
  readonly notices: Notices;
  readonly bytes: ByteRoutes;
  stop(): void;
}

export function createWindowService(given: {
  desk: Desk;
  clock: Clock;
  info: AppInfo;
  log: HandlerDeps['log'];
  showLog: HandlerDeps['showLog'];
  chooseFolder: (() => Promise<string | null>) | null;
}): WindowService {
  const { desk, clock } = given;
  const end = new AbortController();
  const progress = createProgress(clock);
  const notices = createNotices({ desk, clock, progress, folders: () => folderViews(desk) });
  const deps = {
    ...given,
    progress,
    recent: createRecentDestinations(desk, clock),
    revision: () => notices.revision(),
    signal: end.signal,
  };
  return {
    dispatch: createDispatch(createHandlers(deps)),
    notices,
    bytes: createByteRoutes(deps),
    stop() {
      end.abort();
      notices.stop();
    },
  };
}
