import type { KnownFiles } from '../../main/history/known-file-store.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';

/** Known files in memory; they outlive a watch, as the real ones outlive the program. */
export function createMemoryKnownFiles(): KnownFiles & { size(): number } {
  const files = new Map<string, Fingerprint>();
  const baselines = new Set<string>();
  const key = (folder: string, relativePath: string) => `${folder}/${relativePath}`;
  return {
    hasBaseline: (folder) => baselines.has(folder),
    get: (folder, relativePath) => files.get(key(folder, relativePath)),
    remember(folder, known) {
      for (const { relativePath, fingerprint } of known) files.set(key(folder, relativePath), fingerprint);
    },
    completeBaseline: (folder) => void baselines.add(folder),
    size: () => files.size,
  };
}
