import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { UploadJob } from './job.ts';

/** Jobs that are shown together, in one order. */
type JobSection = 'failed' | 'inbox' | 'moving' | 'filedToday' | 'filed' | 'dismissed';

interface Range {
  readonly offset: number;
  readonly limit: number;
}

export interface JobSections {
  /** `since`: the start of the day, in epoch milliseconds. */
  page(section: JobSection, range: Range, since: number): UploadJob[];
  size(section: JobSection, since: number): number;
}

/**
 * Where a section's rows are, and their order. Ended ones begin with the newest. Scans that wait for a person
 * begin with the oldest, so that a new scan moves no row under the pointer.
 */
const sections: Record<JobSection, { where: string; order: string; hasSince?: true }> = {
  failed: { where: "state = 'failed'", order: 'rank, id' },
  inbox: { where: "state = 'inbox'", order: 'rank, id' },
  moving: { where: "list = 'queue' AND state <> 'failed'", order: 'rank, id' },
  // Exactly as in the index `jobs_named`, so that SQLite uses it.
  filedToday: {
    where: "named = 1 AND list = 'filed' AND changed_at >= ?",
    order: 'rank DESC',
    hasSince: true,
  },
  filed: { where: "list = 'filed'", order: 'rank DESC, id DESC' },
  dismissed: { where: "list = 'dismissed'", order: 'rank DESC, id DESC' },
};

/** The parts of the window's lists. `read` opens a row. */
export function createJobSections(
  db: DatabaseSync,
  read: (row: Record<string, unknown>) => UploadJob,
): JobSections {
  const statementsOf = (section: JobSection) => {
    const { where, order, hasSince } = sections[section];
    // Find ids in the index first; decrypt only those rows.
    const found = `SELECT id FROM jobs WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`;
    return {
      rows: db.prepare(`SELECT sealed FROM jobs WHERE id IN (${found}) ORDER BY ${order}`),
      count: db.prepare(`SELECT count(*) AS n FROM jobs WHERE ${where}`),
      given: (since: number): SQLInputValue[] => (hasSince === true ? [since] : []),
    };
  };
  const statements = {
    failed: statementsOf('failed'),
    inbox: statementsOf('inbox'),
    moving: statementsOf('moving'),
    filedToday: statementsOf('filedToday'),
    filed: statementsOf('filed'),
    dismissed: statementsOf('dismissed'),
  };
  return {
    page(section, { offset, limit }, since) {
      const { rows, given } = statements[section];
      return rows.all(...given(since), limit, offset).map(read);
    },
    size(section, since) {
      const { count, given } = statements[section];
      return Number(count.get(...given(since))?.['n']);
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
