import type { DatabaseSync } from 'node:sqlite';
import { type JobState, jobStates } from '../../../preload/contract/job.ts';
import type { UploadJob } from '../job.ts';
import { hasEnded, listOf, type StoredList } from './job-rows.ts';

/** A list that the window shows, or a part of one. */
type JobSection = StoredList | 'filedToday';

interface Range {
  readonly offset: number;
  readonly limit: number;
}

export interface JobSections {
  /** `since`: the start of the day, in epoch milliseconds. */
  page(section: JobSection, range: Range, since: number): UploadJob[];
  size(section: JobSection, since: number): number;
}

/** The ranks of a bucket, as in the column `bucket`. */
const ranksOfBucket = 1024;
/** The buckets of an area, as in `job_areas`. */
const bucketsOfArea = 32;

/**
 * The order of a section's rows. Ended ones begin with the newest. Scans that wait for a person begin with the oldest, so
 * that a new scan moves no row under the pointer.
 */
const newestFirst: Record<StoredList, boolean> = {
  failed: false,
  inbox: false,
  moving: false,
  filed: true,
  dismissed: true,
  split: false,
  parted: true,
};

/** The parts of the window's lists. `read` opens a row; `count` is the number of jobs in a state. */
export function createJobSections(
  db: DatabaseSync,
  given: { read: (row: Record<string, unknown>) => UploadJob; count: (state: JobState) => number },
): JobSections {
  const { read, count } = given;
  /** Find numbers in the index first; decrypt only those rows. */
  const selectFound = (found: string, order: string) =>
    db.prepare(`SELECT sealed FROM jobs WHERE number IN (${found}) ORDER BY ${order}`);

  /** The group that holds the row at `offset`, and how many rows of it are before that row. null after the last one. */
  const groupAt = (
    groups: Iterable<Record<string, unknown>>,
    offset: number,
  ): { place: number; before: number } | null => {
    let before = offset;
    for (const { place, n } of groups) {
      if (before < Number(n)) return { place: Number(place), before };
      before -= Number(n);
    }
    return null;
  };

  /** A jump to any offset costs the same: whole areas and buckets are counted, and only one bucket is walked through. */
  const ordered = (direction: 'ASC' | 'DESC') => {
    const order = `rank ${direction}, number ${direction}`;
    const side = direction === 'ASC' ? 'rank >= ?' : 'rank < ?';
    const areas = db.prepare(
      `SELECT area AS place, n FROM job_areas WHERE section = ? ORDER BY area ${direction}`,
    );
    const buckets = db.prepare(
      `SELECT bucket AS place, n FROM job_buckets WHERE section = ? AND bucket BETWEEN ? AND ? ORDER BY bucket ${direction}`,
    );
    const rows = selectFound(
      `SELECT number FROM jobs WHERE list = +? AND ${side} ORDER BY ${order} LIMIT +? OFFSET +?`,
      order,
    );
    return (section: string, { offset, limit }: Range): UploadJob[] => {
      const area = groupAt(areas.iterate(section), offset);
      if (area === null) return [];
      const first = area.place * bucketsOfArea;
      const bucket = groupAt(buckets.iterate(section, first, first + bucketsOfArea - 1), area.before);
      if (bucket === null) return [];
      const from = (direction === 'ASC' ? bucket.place : bucket.place + 1) * ranksOfBucket;
      return rows.all(section, from, limit, bucket.before).map(read);
    };
  };
  const [oldest, newest] = [ordered('ASC'), ordered('DESC')];

  // Exactly as in the index `jobs_named`, so that SQLite uses it.
  const ofToday = `named = 1 AND ${hasEnded} AND list = 'filed' AND changed_at >= ?`;
  const filedToday = selectFound(
    `SELECT number FROM jobs WHERE ${ofToday} ORDER BY rank DESC LIMIT +? OFFSET +?`,
    'rank DESC',
  );
  const countToday = db.prepare(`SELECT count(*) AS n FROM jobs WHERE ${ofToday}`);

  return {
    page(section, range, since) {
      if (section === 'filedToday') return filedToday.all(since, range.limit, range.offset).map(read);
      return (newestFirst[section] ? newest : oldest)(section, range);
    },
    size(section, since) {
      if (section === 'filedToday') return Number(countToday.get(since)?.['n']);
      return jobStates
        .filter((state) => listOf[state] === section)
        .reduce((sum, state) => sum + count(state), 0);
    },
  };
}

/** The window's lists of the day, from top to bottom. */
const deskLists = {
  day: ['failed', 'inbox', 'moving', 'filedToday'],
  needs: ['failed', 'inbox'],
  moving: ['moving'],
  filed: ['filed'],
  dismissed: ['dismissed'],
} as const satisfies Record<string, readonly JobSection[]>;
export type DeskList = keyof typeof deskLists;

/** A page of a list, and the list's length. `since`: the start of the day, in epoch milliseconds. */
export function deskPage(
  jobs: JobSections,
  list: DeskList,
  { offset, limit }: Range,
  since: number,
): { rows: UploadJob[]; total: number } {
  const rows: UploadJob[] = [];
  let total = 0;
  for (const section of deskLists[list]) {
    const size = jobs.size(section, since);
    const from = Math.max(0, offset - total);
    const room = limit - rows.length;
    if (room > 0 && from < size) rows.push(...jobs.page(section, { offset: from, limit: room }, since));
    total += size;
  }
  return { rows, total };
}
