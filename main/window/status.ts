import type { Status } from '../../preload/contract/views.ts';
import { jobStates } from '../../preload/contract/job.ts';
import type { Desk } from '../core/desk.ts';
import { archiveView } from './views/archive-view.ts';
import { dayBalance } from '../jobs/day-balance.ts';

/** More are shown once these have ended. */
const mostArchives = 50;

const empty = Object.fromEntries(jobStates.map((state) => [state, 0])) as Status['counts'];

/** The program's state as the window shows it. `now`: epoch milliseconds. */
export function statusOf(desk: Desk, now: number, jobsRevision: number): Status {
  const opened = desk.opened();
  if (opened === null) {
    const nothing = { found: 0, filed: 0, waiting: 0, failed: 0, dismissed: 0 };
    return {
      clinic: null,
      problem: desk.problem()?.code ?? null,
      user: null,
      connection: 'unknown',
      pausedBy: [],
      rate: { used: 0, limit: 0, blockedForMs: 0 },
      active: { destination: null, remainingMs: null },
      atDesk: { asked: false, name: null },
      showsToday: false,
      counts: empty,
      today: { day: '', ...nothing },
      archives: [],
      stuck: 0,
      otherPcs: [],
      jobsRevision,
    };
  }
  const { app, user, choice, connection } = opened;
  const { used, limit, blockedForMs } = app.clinic.budget.usage();
  return {
    clinic: choice,
    problem: null,
    user: user === null ? null : { name: `${user.first_name} ${user.last_name}`.trim(), role: user.role },
    connection,
    pausedBy: [...app.uploads.queue.pausedBy()],
    rate: { used, limit, blockedForMs },
    active: activeOf(desk),
    atDesk: { asked: desk.preferences().askPerson, name: app.person.name() },
    showsToday: desk.preferences().todaysPatients,
    counts: app.history.jobs.counts(),
    today: dayBalance(app.history.jobs, now),
    archives: app.archives.pending().slice(0, mostArchives).map(archiveView),
    stuck: app.scans.stuck(),
    otherPcs: [...app.otherPcs.all()],
    jobsRevision,
  };
}

/** The current destination of scans. */
export function activeOf(desk: Desk): Status['active'] {
  const { active } = desk.app().scans;
  return { destination: active.current(), remainingMs: active.remainingMs() };
}
