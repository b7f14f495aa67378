import { z } from 'zod';
import { errorDtoSchema } from './errors.ts';
import { caseIdSchema, patientIdSchema } from './ids.ts';

/** What a link names: ids as digits, without names. It proposes; only a person chooses. */
export const linkTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patient'), id: patientIdSchema }),
  z.object({ kind: z.literal('case'), id: caseIdSchema }),
]);
export type LinkTarget = z.infer<typeof linkTargetSchema>;

const shownViewSchema = z.enum(['find', 'inbox', 'queue', 'attachments', 'history', 'settings']);
export type ShownView = z.infer<typeof shownViewSchema>;

/**
 * What the system, or a person outside the window, wants of the window. The host keeps it until a window takes it, so
 * that what came before the window was there is not lost.
 */
export const hostAskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('show'), view: shownViewSchema }),
  z.object({ kind: z.literal('propose'), target: linkTargetSchema }),
  z.object({ kind: z.literal('link-refused') }),
  /** Files were opened with Chartdrop, or sent to it: they are in the inbox. */
  z.object({
    kind: z.literal('files'),
    taken: z.number().int(),
    errors: z.array(errorDtoSchema),
  }),
]);
export type HostAsk = z.infer<typeof hostAskSchema>;

/** What a person can set about the program on this machine; the system keeps it, not the settings file. */
export const hostSettingsSchema = z.object({ openAtLogin: z.boolean() });
export type HostSettings = z.infer<typeof hostSettingsSchema>;
