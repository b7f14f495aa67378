import { readableName } from '../../preload/contract/readable-name.ts';
import type { Sent } from './file-bytes.ts';
import type { PlannedFile } from './plan.ts';
import type { TargetKey } from './target.ts';

/** One state of a file's bytes in a scan folder, with the facts needed to judge its result. */
export interface Version {
  readonly file: PlannedFile;
  /** Its current or last name. */
  name: string;
  readonly sha256: string;
  /** The bytes that the clinic receives; null if they cannot be sent, such as half a photo. */
  readonly sent: Sent | null;
  /**
   * The allowed destinations: the selected patient when it appeared, those by folder or name, and a person's choice.
   */
  readonly allowed: Set<TargetKey>;
  /** Half of a file: it may be filed if the pause exceeded the settle time, but need not be. */
  readonly isPartial: boolean;
  /** Other bytes replaced it. */
  isReplaced: boolean;
  isRemoved: boolean;
  /** Renamed, touched or restored: something except its bytes is new. */
  wasRenamed: boolean;
  /** It was a job before other bytes replaced it: these bytes must not be lost. */
  wasTaken: boolean;
  /** The settings excluded it, so it need not be filed. `maybe`: they changed while it was being added. */
  left: 'yes' | 'maybe' | 'no';
  /** A person was asked about a skipped file and said that it is a scan. */
  wasAsked: boolean;
  /** How often it was scanned in a person's view: the least and the most, if both are correct. */
  readonly scans: { least: number; most: number };
}
type State = 'isReplaced' | 'isRemoved' | 'wasRenamed' | 'wasTaken' | 'left' | 'wasAsked' | 'scans';

/** The first record: the files that were written into the scan folders. */
export interface WrittenBook {
  add(version: Omit<Version, State>): Version;
  /** The current version of a file. */
  latest(file: number): Version | null;
  /** The current version with this name, as people read it. */
  named(name: string): Version | null;
  readonly all: readonly Version[];
}

export function createWrittenBook(): WrittenBook {
  const all: Version[] = [];
  const latest = (file: number): Version | null => all.findLast((one) => one.file.number === file) ?? null;
  return {
    all,
    latest,
    named: (name) => all.findLast((one) => readableName(one.name) === name) ?? null,
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
