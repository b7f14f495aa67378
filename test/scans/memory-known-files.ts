import type { BaselinePart, KnownFiles } from '../../main/history/known-file-store.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';

/** Known files in memory; they outlive a watch, as the real ones outlive the program. */
export function createMemoryKnownFiles(): KnownFiles & { size(): number } {
  const files = new Map<string, Fingerprint>();
  const baselines = new Set<string>();
  let parts: { folder: string; part: BaselinePart }[] = [];
  const key = (folder: string, relativePath: string) => `${folder}/${relativePath}`;
  return {
    hasBaseline: (folder) => baselines.has(folder),
    get: (folder, relativePath) => files.get(key(folder, relativePath)),
    remember(folder, known) {
      for (const { relativePath, fingerprint } of known) files.set(key(folder, relativePath), fingerprint);
    },
    completeBaseline: (folder) => void baselines.add(folder),
    addBaselinePart: (folder, part) => void parts.push({ folder, part }),
    baselineParts: (folder) => parts.filter((one) => one.folder === folder).map(({ part }) => part),
    replaceBaselineParts(folder, instead) {
      parts = parts.filter((one) => one.folder !== folder);
      for (const part of instead) parts.push({ folder, part });
    },
    size: () => files.size,
  };
}
