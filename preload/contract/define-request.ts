import { z } from 'zod';

/** A request with the schemas of its input and answer. */
export const define = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** No input, or no answer. */
export const nothing = z.null();
