import type { AttachmentId, CaseId, PatientId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';

/** What is to be done for one case now. */
export interface CaseWork {
  readonly caseId: CaseId;
  /** To be put into its list, in one write. */
  readonly linking: readonly JobIn<'linking'>[];
  /** Added a moment ago, and not looked at again yet: a write puts them back where they are gone. */
  readonly kept: readonly AttachmentId[];
  /** To be looked for in its list once more. */
  readonly looks: readonly JobIn<'filed'>[];
}

/** Milliseconds after which a link is looked at again (design 3.1). */
export const lookAfterMs = 60_000;
/** A case waits this long, in milliseconds, for other files that are on their way to its patient: one write for all. */
const gatherMs = 20_000;
/** Looks that fall due within this long of each other, in milliseconds, are one. */
const lookTogetherMs = 30_000;
/** What waits for a moment further ahead had it set before the clock was turned back, and is due. Milliseconds. */
const furthestMs = 5 * 60_000;

/**
 * Sorts what waits by case: what is due now, and when, in epoch milliseconds, the next case is; null where none waits.
 * `notBefore` is a case's backoff in epoch milliseconds.
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

/** At once, unless more is on its way to the patient. */
function linkMoment(
  jobs: readonly JobIn<'linking'>[],
  given: { onTheirWayTo: (patient: PatientId) => number; now: number },
): number {
  const [first] = jobs;
  if (first === undefined) return Infinity;
  const eldest = Math.min(...jobs.map((job) => job.since));
  // A clock that was turned back must not make it wait.
  const gathered = eldest > given.now ? given.now : eldest + gatherMs;
  return given.onTheirWayTo(first.destination.patient.id) > 0 ? gathered : given.now;
}

const dueAt = ({ lookAgainAt }: JobIn<'filed'>, now: number): number =>
  lookAgainAt === null || lookAgainAt > now + furthestMs ? now : lookAgainAt;

/** When the first falls due, or a little later, where more follow soon. */
function lookMoment(moments: readonly number[]): number {
  if (moments.length === 0) return Infinity;
  const first = Math.min(...moments);
  return Math.max(first, ...moments.filter((at) => at <= first + lookTogetherMs));
}
