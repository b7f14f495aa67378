import { z } from 'zod';
import { jobIdSchema } from './ids.ts';
import { updateStateSchema } from './updates.ts';
import { folderViewSchema, statusSchema } from './views.ts';

/** What a window is told of, in the past tense. Events are few: bursts are gathered before they are sent. */
const events = {
  'status:changed': statusSchema,
  /** Uploads under way, at most four times a second. */
  'progress:changed': z.array(z.object({ id: jobIdSchema, sent: z.number(), perSecond: z.number() })),
  'folders:changed': z.array(folderViewSchema),
  'updates:changed': updateStateSchema,
  /** Something is wanted of the window: it takes it by `host:take`. */
  'host:asked': z.null(),
} as const;

type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<K extends EventName> = z.infer<Events[K]>;
export const eventNames = Object.keys(events) as EventName[];
