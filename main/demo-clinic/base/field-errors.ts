import type { z } from 'zod';

/** What is wrong with a body, by field, as the `errors` of a 422 have it. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A field that the contract does not know is named by itself: the service would drop it without a word. */
export function errorsOf(error: z.ZodError): FieldErrors {
  const found = error.issues.flatMap((issue): [string, string][] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [key, 'is unknown'])
      : [[String(issue.path[0] ?? 'base'), issue.message]],
  );
  return Object.fromEntries(found);
}
