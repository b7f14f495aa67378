import { z } from 'zod';

const countSchema = z.number().int().min(0).max(100_000_000);

/** The numbers of a PC's day as a person asks for them in the evening. */
export const daySumSchema = z.object({
  /** Files and archives that need a person, from earlier days too. */
  needs: countSchema,
  /** Files in the queue, from earlier days too. */
  moving: countSchema,
  scanned: countSchema,
  filed: countSchema,
  ignored: countSchema,
  /** Entries of scan folders that cannot be filed. */
  stuck: countSchema,
});
export type DaySum = z.infer<typeof daySumSchema>;

/** The day of another PC that watches one of this PC's scan folders. */
export const otherPcSchema = z.object({
  /** The PC's name in the network. */
  name: z.string(),
  sum: daySumSchema,
  /** When it last told its sums, in epoch milliseconds by this PC's clock. */
  toldAt: z.number(),
});
export type OtherPc = z.infer<typeof otherPcSchema>;
