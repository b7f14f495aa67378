import { z } from 'zod';
import { errorDtoSchema } from './errors.ts';
import { notTakenSchema } from './folder-account.ts';
import { caseIdSchema, patientIdSchema } from './ids.ts';

/** The ids in a link: digits, without names. A link proposes; only a person chooses. */
export const linkTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patient'), id: patientIdSchema }),
  z.object({ kind: z.literal('case'), id: caseIdSchema }),
]);
export type LinkTarget = z.infer<typeof linkTargetSchema>;

const shownViewSchema = z.enum(['find', 'desk', 'attachments', 'history', 'settings']);
export type ShownView = z.infer<typeof shownViewSchema>;

/**
 * A request by the system, or by a person outside the window. The host keeps it until a window takes it, so that one
 * from before the window opened is not lost.
 */
export const hostAskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('show'), view: shownViewSchema }),
  z.object({ kind: z.literal('propose'), target: linkTargetSchema }),
  z.object({ kind: z.literal('link-refused') }),
  /** Files were opened with Chartdrop or sent to it, and are in the inbox. */
  z.object({
    kind: z.literal('files'),
    taken: z.number().int(),
    errors: z.array(errorDtoSchema),
    ...notTakenSchema.shape,
  }),
]);
export type HostAsk = z.infer<typeof hostAskSchema>;

/** Settings of the program on this machine, which the system stores instead of the settings file. */
export const hostSettingsSchema = z.object({ openAtLogin: z.boolean() });
export type HostSettings = z.infer<typeof hostSettingsSchema>;
