import type { Sent } from './file-bytes.ts';
import type { PlannedFile } from './plan.ts';
import type { TargetKey } from './target.ts';

/** One state of a file's bytes that lay in a scan folder, with all that is needed to judge what became of it. */
export interface Version {
  readonly file: PlannedFile;
  /** The name under which it lies, or last lay. */
  name: string;
  readonly sha256: string;
  /** What the clinic gets of it; null where nothing can be made of it: half a photo is no picture. */
  readonly sent: Sent | null;
  /** Where it may go: what was armed when it appeared, whom its folder or name says, what a person chose. */
  readonly allowed: Set<TargetKey>;
  /** Half of a file: it may be filed where the pause was longer than the settle time, but nobody waits for it. */
  readonly isPartial: boolean;
  /** Other bytes took its place. */
  isReplaced: boolean;
  isRemoved: boolean;
  /** Renamed, touched or restored: something but its bytes is new. */
  wasRenamed: boolean;
  /** It was a job before other bytes took its place: these bytes must not be lost with it. */
  wasTaken: boolean;
  /** The settings did not take it in, so that nobody asked for it. `maybe`: they changed while it was taken in. */
  left: 'yes' | 'maybe' | 'no';
  /** A person was asked about a file that is left alone, and said that it is a scan. */
  wasAsked: boolean;
  /** How often a person would say that it was scanned: at least, and at most, where both are right. */
  readonly scans: { least: number; most: number };
}
type State = 'isReplaced' | 'isRemoved' | 'wasRenamed' | 'wasTaken' | 'left' | 'wasAsked' | 'scans';

/** The first of the three books: what was written into the scan folders. */
export interface WrittenBook {
  add(version: Omit<Version, State>): Version;
  /** What lies there of a file now. */
  latest(file: number): Version | null;
  named(name: string): Version | null;
  readonly all: readonly Version[];
}

export function createWrittenBook(): WrittenBook {
  const all: Version[] = [];
  const latest = (file: number): Version | null => all.findLast((one) => one.file.number === file) ?? null;
  return {
    all,
    latest,
    named: (name) => all.findLast((one) => one.name === name) ?? null,
    add(given) {
      const before = latest(given.file.number);
      if (before !== null) before.isReplaced = true;
      const version: Version = {
        ...given,
        ...{ isReplaced: false, isRemoved: false, wasRenamed: false, wasTaken: false, wasAsked: false },
        ...{ left: 'no', scans: { least: 1, most: 1 } },
      };
      all.push(version);
      return version;
    },
  };
}
