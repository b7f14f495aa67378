import { z } from 'zod';
import { define } from './define-request.ts';
import { jobIdSchema } from './ids.ts';
import { outcomesSchema } from './views.ts';

/** Degrees clockwise, in addition to the page's own rotation. */
export const turnSchema = z.literal([0, 90, 180, 270]);

/** A page of a scan, from 1, in a document that a person puts together. */
const chosenPageSchema = z.object({
  jobId: jobIdSchema,
  page: z.number().int().min(1).max(5000),
  turn: turnSchema,
});
export type ChosenPage = z.infer<typeof chosenPageSchema>;

/** How many scans and pages one request may use. */
export const mostChosen = { scans: 50, pages: 500 } as const;

/** The requests about pages of scans that are not filed yet: a part of `requests`. */
export const pageRequests = {
  /** The pages of a scan on which nothing is printed or written, from 1. */
  'pages:blank': define(z.object({ id: jobIdSchema }), z.object({ pages: z.array(z.number().int()) })),
  /**
   * Makes a PDF for each list of pages. The scans wait until all of them are filed, and are then put away. A page that is in no list
   * is not filed. One document of scans with the same destination keeps it; all others go to the inbox.
   */
  'pages:make': define(
    z.object({
      ids: z.array(jobIdSchema).min(1).max(mostChosen.scans),
      documents: z.array(z.array(chosenPageSchema).min(1)).min(1).max(mostChosen.pages),
      /** A person had paused one of the scans. */
      paused: z.boolean(),
    }),
    z.object({ ids: z.array(jobIdSchema) }),
  ),
  /** Puts the pages of documents, whose uploads have not begun, back into their scans, which return to the inbox. */
  'pages:putBack': define(z.object({ ids: z.array(jobIdSchema).min(1).max(1000) }), outcomesSchema),
};
