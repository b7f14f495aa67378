/**
 * What Wine cannot do, so that a test of it says nothing about Windows: each reason with its tests, by file and full
 * name. Nothing stands here that fails through a fault of the program. A name that no test has fails the run.
 */
export const wineLacks: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {};

/** The reason why Wine cannot run this test, or null. `file` is relative to the project, with forward slashes. */
export function whyNotInWine(file: string, fullName: string): string | null {
  for (const [reason, files] of Object.entries(wineLacks)) {
    if (files[file]?.includes(fullName) === true) return `Wine: ${reason}`;
  }
  return null;
}
