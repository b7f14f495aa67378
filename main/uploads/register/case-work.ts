import type { AttachmentId, CaseId, PatientId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';

/** The current work for one case. */
export interface CaseWork {
  readonly caseId: CaseId;
  /** Attachments to add to its list in one write. */
  readonly linking: readonly JobIn<'linking'>[];
  /** Added a moment ago and not checked yet: a write adds them again if they are missing. */
  readonly kept: readonly AttachmentId[];
  /** To be checked in its list again. */
  readonly looks: readonly JobIn<'filed'>[];
}

/** Milliseconds after which a link is checked again. */
export const lookAfterMs = 60_000;
/** How long a case waits, in milliseconds, for other uploads to its patient, to write once for all. */
const gatherMs = 20_000;
/** Checks that fall due within this many milliseconds are done together. */
const lookTogetherMs = 30_000;
/** A later time was set before the clock was turned back, and counts as due. Milliseconds. */
const furthestMs = 5 * 60_000;

/**
 * Groups waiting jobs by case: the work that is due now, and the time of the next case in epoch milliseconds; null if
 * none waits. `notBefore`: a case's backoff in epoch milliseconds.
 */
export function caseWork(given: {
  linking: readonly JobIn<'linking'>[];
  looks: readonly JobIn<'filed'>[];
  onTheirWayTo: (patient: PatientId) => number;
  notBefore: (id: CaseId) => number;
  isStillWanted: (job: JobIn<'filed'>) => boolean;
  now: number;
}): { due: CaseWork[]; nextAt: number | null } {
  const { now } = given;
  const cases = new Map<CaseId, { linking: JobIn<'linking'>[]; looks: JobIn<'filed'>[] }>();
  const of = (id: CaseId) => {
    const known = cases.get(id) ?? { linking: [], looks: [] };
    cases.set(id, known);
    return known;
  };
  for (const job of given.linking) of(job.destination.case.id).linking.push(job);
  for (const job of given.looks)
    if (job.destination.kind === 'case') of(job.destination.case.id).looks.push(job);

  const due: CaseWork[] = [];
  const moments: number[] = [];
  for (const [caseId, { linking, looks }] of cases) {
    const delayed = given.notBefore(caseId);
    const notBefore = delayed > now + furthestMs ? now : delayed;
    const linkAt = Math.max(notBefore, linkMoment(linking, given));
    const lookAt = Math.max(notBefore, lookMoment(looks.map((job) => dueAt(job, now))));
    const work = {
      caseId,
      linking: linkAt <= now ? linking : [],
      kept: looks.filter(given.isStillWanted).map((job) => job.attachmentId),
      looks: lookAt <= now ? looks.filter((job) => dueAt(job, now) <= now) : [],
    };
    if (work.linking.length > 0 || work.looks.length > 0) due.push(work);
    moments.push(...[linkAt, lookAt].filter((at) => at > now && at !== Infinity));
  }
  return { due, nextAt: moments.length === 0 ? null : Math.min(...moments) };
}

/** Immediately, unless more uploads to the patient are active. */
function linkMoment(
  jobs: readonly JobIn<'linking'>[],
  given: { onTheirWayTo: (patient: PatientId) => number; now: number },
): number {
  const [first] = jobs;
  if (first === undefined) return Infinity;
  const eldest = Math.min(...jobs.map((job) => job.since));
  // A clock that was turned back must not delay it.
  const gathered = eldest > given.now ? given.now : eldest + gatherMs;
  return given.onTheirWayTo(first.destination.patient.id) > 0 ? gathered : given.now;
}

const dueAt = ({ lookAgainAt }: JobIn<'filed'>, now: number): number =>
  lookAgainAt === null || lookAgainAt > now + furthestMs ? now : lookAgainAt;

/** When the first falls due, or slightly later if more follow soon. */
function lookMoment(moments: readonly number[]): number {
  if (moments.length === 0) return Infinity;
  const first = Math.min(...moments);
  return Math.max(first, ...moments.filter((at) => at <= first + lookTogetherMs));
}
