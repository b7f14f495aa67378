import { attachmentHandlers } from './attachment-handlers.ts';
import { clinicHandlers } from './clinic-handlers.ts';
import { folderHandlers } from './folders/folder-handlers.ts';
import type { HandlerDeps, Handlers } from './handler-types.ts';
import { hostHandlers } from './host-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { pageHandlers } from './page-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { sheetHandlers } from './sheet-handlers.ts';
import { todayHandlers } from './today-handlers.ts';
import { updatedElsewhere } from '../updates.ts';

/** All channels of the contract; a missing one does not compile. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...clinicHandlers(deps),
    ...todayHandlers(deps),
    ...jobHandlers(deps),
    ...attachmentHandlers(deps),
    ...folderHandlers(deps),
    ...settingsHandlers(deps),
    ...sheetHandlers(deps),
    ...pageHandlers(deps),
    'updates:read': () => deps.updates?.state() ?? updatedElsewhere,
    'updates:restart': () => deps.updates?.restart() ?? false,
    'updates:check': async () => (await deps.updates?.check()) ?? updatedElsewhere,
    ...hostHandlers(deps),
  };
}
