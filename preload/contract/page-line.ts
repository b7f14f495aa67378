import { z } from 'zod';

/** The most characters of a line that are kept. */
export const mostLineText = 200;

const share = z.number().min(0).max(1);

/** A line of a page as it was read. */
export const pageLineSchema = z.object({
  /** From 1. */
  page: z.int().min(1).max(100),
  text: z.string().max(mostLineText),
  /** Its place, in shares of the page's width and height from the top left corner. */
  box: z.object({ left: share, top: share, width: share, height: share }),
});
export type PageLine = z.infer<typeof pageLineSchema>;
