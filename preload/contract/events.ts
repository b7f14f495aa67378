import { z } from 'zod';
import { stuckNewsSchema } from './folder-account.ts';
import { jobIdSchema } from './ids.ts';
import { updateStateSchema } from './updates.ts';
import { folderViewSchema, statusSchema } from './views.ts';

/** The events that a window receives, in the past tense. Bursts are combined before they are sent. */
const events = {
  /** The program’s state, at each change and now and then. */
  'status:changed': statusSchema,
  /** Progress of the active uploads, at most four times a second. */
  'progress:changed': z.array(z.object({ id: jobIdSchema, sent: z.number(), perSecond: z.number() })),
  /** The scan folders, when a setting or a folder’s state changes. */
  'folders:changed': z.array(folderViewSchema),
  /** Entries of a scan folder are stuck; once for each reason. `path`: the folder's. */
  'folders:stuck': stuckNewsSchema,
  /** A sound that the settings ask for: `needs`, something needs a person; `filed`, a file arrived in its chart. */
  'sound:due': z.enum(['needs', 'filed']),
  /** The state of updates. */
  'updates:changed': updateStateSchema,
  /** A link, a file or a notification's click needs the window, which fetches it by `host:take`. */
  'host:asked': z.null(),
} as const;

type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<K extends EventName> = z.infer<Events[K]>;
export const eventNames = Object.keys(events) as EventName[];
