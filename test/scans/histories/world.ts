import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../../main/files/job-file.ts';

/** How a file system stores the values that may identify a file. */
export interface DiskKind {
  readonly name: string;
  /** `place`: FAT, where the number is the position in the folder. `mount`: new numbers with each mount. */
  readonly idsBy: 'file' | 'place' | 'mount';
  /** Resolution of the last write in nanoseconds. */
  readonly stepNs: bigint;
  readonly isCaseBlind: boolean;
  /** Whether there is a change time that permissions and renames set. */
  readonly hasChangeTime: boolean;
}

export const diskKinds: readonly DiskKind[] = [
  { name: 'ext4', idsBy: 'file', stepNs: 1n, isCaseBlind: false, hasChangeTime: true },
  { name: 'NTFS', idsBy: 'file', stepNs: 100n, isCaseBlind: true, hasChangeTime: true },
  { name: 'FAT', idsBy: 'place', stepNs: 2_000_000_000n, isCaseBlind: true, hasChangeTime: false },
  { name: 'a share', idsBy: 'mount', stepNs: 100n, isCaseBlind: true, hasChangeTime: true },
];

export interface DiskFile {
  /** With its original case. */
  path: string;
  bytes: string;
  modifiedNs: bigint;
  changedNs: bigint;
  id: number;
  /** The appearance of a file in a person's view. */
  appearance: number;
}

/** A file system and its files. */
export function createDisk(kind: DiskKind) {
  const files = new Map<string, DiskFile>();
  let nowNs = 1_790_000_000_000_000_000n;
  let lastId = 100;
  let mounts = 1;
  const keyOf = (path: string): string => (kind.isCaseBlind ? path.toLowerCase() : path);
  const kept = (ns: bigint): bigint => (ns / kind.stepNs) * kind.stepNs;
  const inodeOf = (file: DiskFile): string => {
    if (kind.idsBy === 'place') return createHash('md5').update(keyOf(file.path)).digest('hex').slice(0, 8);
    return kind.idsBy === 'mount' ? `${file.id}.${mounts}` : String(file.id);
  };

  const disk = {
    kind,
    now: () => nowNs,
    /** Advances the clock, or lets a person change it. */
    pass: (ms: number) => void (nowNs += BigInt(ms) * 1_000_000n),
    mountNumber: () => mounts,
    remount: () => void (mounts += 1),
    get: (path: string): DiskFile | undefined => files.get(keyOf(path)),
    all: (): DiskFile[] => [...files.values()],
    write(path: string, bytes: string, appearance: number, modifiedNs = nowNs): DiskFile {
      const before = files.get(keyOf(path));
      const id = before?.id ?? (lastId += 1);
      const file = { path: before?.path ?? path, bytes, id, appearance };
      const written = { ...file, modifiedNs: kept(modifiedNs), changedNs: nowNs };
      files.set(keyOf(path), written);
      return written;
    },
    rename(from: string, to: string): void {
      const file = files.get(keyOf(from));
      if (file === undefined) return;
      files.delete(keyOf(from));
      files.set(keyOf(to), { ...file, path: to, changedNs: nowNs });
    },
    remove(path: string): DiskFile | undefined {
      const file = files.get(keyOf(path));
      files.delete(keyOf(path));
      return file;
    },
    /** From outside, with its old time and a new number. */
    putBack(path: string, file: DiskFile, appearance: number): void {
      lastId += 1;
      const back = { ...file, path, id: lastId, appearance, changedNs: nowNs };
      files.set(keyOf(path), { ...back, modifiedNs: kept(file.modifiedNs) });
    },
    change(path: string, changes: Partial<Pick<DiskFile, 'modifiedNs' | 'appearance'>>): void {
      const file = files.get(keyOf(path));
      if (file !== undefined) files.set(keyOf(path), { ...file, ...changes, changedNs: nowNs });
    },
    fingerprint(file: DiskFile): Fingerprint {
      return {
        size: file.bytes.length,
        modifiedNs: file.modifiedNs.toString(),
        changedNs: (kind.hasChangeTime ? file.changedNs : file.modifiedNs).toString(),
        inode: inodeOf(file),
      };
    },
  };
  return disk;
}
export type Disk = ReturnType<typeof createDisk>;
