import type { KnownFile, KnownFiles } from '../../main/history/known-file-store.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';

/** Known files in memory; they outlive a watch, as the real ones outlive the program. */
export function createMemoryKnownFiles(): KnownFiles & { size(): number } {
  const files = new Map<string, Fingerprint>();
  const baselines = new Set<string>();
  let parts: { folder: string; files: readonly KnownFile[] }[] = [];
  const key = (folder: string, relativePath: string) => `${folder}/${relativePath}`;
  return {
    hasBaseline: (folder) => baselines.has(folder),
    get: (folder, relativePath) => files.get(key(folder, relativePath)),
    remember(folder, known) {
      for (const { relativePath, fingerprint } of known) files.set(key(folder, relativePath), fingerprint);
    },
    completeBaseline: (folder) => void baselines.add(folder),
    addBaselinePart: (folder, files) => void parts.push({ folder, files }),
    baselineParts: (folder) => parts.filter((part) => part.folder === folder).flatMap((part) => part.files),
    dropBaselineParts(folder) {
      parts = parts.filter((part) => part.folder !== folder);
    },
    size: () => files.size,
  };
}
