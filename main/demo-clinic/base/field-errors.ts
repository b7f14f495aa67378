import type { z } from 'zod';

/** The errors of a body by field, as in the `errors` of a 422. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Reports a field that the reference does not have under its name: the service would ignore it silently. */
export function errorsOf(error: z.ZodError): FieldErrors {
  const found = error.issues.flatMap((issue): [string, string][] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [key, 'is unknown'])
      : [[String(issue.path[0] ?? 'base'), issue.message]],
  );
  return Object.fromEntries(found);
}
