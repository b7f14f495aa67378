import type { ClinicFork } from '../demo-clinic/clinic-fork.ts';

/** True if the clinic holds each written file once, byte by byte, beside the attachments that it had `before`. */
export async function heldOnce(
  clinic: ClinicFork,
  before: ReadonlySet<string>,
  written: readonly string[],
): Promise<boolean> {
  const { attachments } = await clinic.book();
  const stored = attachments.flatMap(({ id, sha256 }) => (before.has(id) ? [] : [sha256]));
  return stored.sort().join() === [...written].sort().join();
}
