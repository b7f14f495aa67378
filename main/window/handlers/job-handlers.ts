import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import { deskPage } from '../../jobs/store/job-sections.ts';
import type { JobListName } from '../../../preload/contract/views.ts';
import { localDay } from '../../base/local-day.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { AssignOutcome } from '../../uploads/intake/assignment.ts';
import type { JobActs } from '../../uploads/job-acts.ts';
import { addPaths } from './add-paths.ts';
import { askDestination, dropDestination } from './ask-destination.ts';
import { ruleOfGiven } from './given-entries.ts';
import { each } from '../each.ts';
import type { HandlerDeps, HandlersOf } from './handler-types.ts';
import { jobView } from '../views/job-view.ts';
import { statusOf } from '../status.ts';

/** `inbox` and `queue` in the order of work; the other lists as the window shows them. */
const pageOf = (
  jobs: JobStore,
  list: JobListName,
  range: { offset: number; limit: number },
  since: number,
) =>
  list === 'inbox' || list === 'queue'
    ? { rows: jobs.page(list, range), total: jobs.size(list) }
    : deskPage(jobs.sections, list, range, since);

/** The queue and a person's acts in it. */
export function jobHandlers(deps: HandlerDeps): HandlersOf<'jobs' | 'queue'> {
  const { desk, clock, progress } = deps;
  const status = () => statusOf(desk, clock.now(), deps.revision());
  const acts = (): JobActs => desk.app().uploads.acts;
  const jobs = () => desk.app().history.jobs;
  const view = (job: UploadJob) =>
    jobView(job, {
      progress: progress.of(job.id),
      find: (id) => jobs().get(id),
      isPending: (id) => desk.app().pages.isPending(id),
      isSuggested: desk.app().pages.isSuggested(),
    });

  return {
    'jobs:page': ({ list, ...range }) => {
      const { rows, total } = pageOf(jobs(), list, range, localDay(clock.now()).from);
      return { rows: rows.map(view), total, revision: deps.revision() };
    },
    'jobs:assign': async ({ ids, acceptDuplicate, acceptPage = false, from, description, ...target }) => {
      const destination = await askDestination(desk, target, deps);
      deps.recent.remember(destination);
      const kinds = new Map<string, AssignOutcome['kind']>();
      const outcomes = await each(ids, async (id) => {
        // It was filed or taken elsewhere since the window showed it.
        if (from !== undefined && jobs().get(id)?.state !== from) {
          throw new ChartdropError('transition-refused');
        }
        if (description != null) acts().describe(id, description);
        const choice = { acceptDuplicate, acceptPage };
        const { kind } = await acts().assign(id, destination, choice, deps.signal);
        kinds.set(id, kind);
      });
      return outcomes.map(({ id, error }) => ({ id, error, outcome: kinds.get(id) ?? 'refused' }));
    },
    'jobs:takeBack': ({ ids }) => each(ids, (id) => acts().takeBack(id)),
    'jobs:retry': ({ ids }) => each(ids, (id) => acts().retry(id)),
    'jobs:acceptUnlinked': ({ ids }) => each(ids, (id) => acts().acceptUnlinked(id)),
    'jobs:dismiss': ({ ids }) => each(ids, (id) => acts().dismiss(id)),
    'jobs:restore': ({ ids }) => each(ids, (id) => acts().restore(id)),
    'jobs:pause': ({ ids, paused }) => each(ids, (id) => acts().setPaused(id, paused)),
    'jobs:moveFirst': ({ ids }) => each([...ids].reverse(), (id) => acts().moveFirst(id)),
    'jobs:read': ({ ids }) =>
      ids.map((id) => jobs().get(id)).flatMap((job) => (job === null ? [] : [view(job)])),
    'jobs:describe': ({ ids, description }) => each(ids, (id) => acts().describe(id, description)),
    'jobs:refile': async ({ ids, ...target }) => {
      const destination = await askDestination(desk, target, deps);
      deps.recent.remember(destination);
      return each(ids, (id) => desk.app().refiles.refile(id, destination, deps.signal));
    },
    'jobs:undoRefile': ({ ids }) => each(ids, (id) => desk.app().refiles.undo(id)),
    'jobs:add': async ({ files, target }, { handles }) => {
      const destination = await dropDestination(desk, target, deps);
      for (const file of files) handles.look(file, 'file');
      const paths = files.map((file) => handles.redeem(file, 'file'));
      return addPaths(desk.app().uploads.intake, paths, destination, deps);
    },
    'jobs:filter': ({ names }) => ({ rules: names.map((name) => ruleOfGiven(name, 'file')) }),
    'queue:pause': () => {
      desk.app().uploads.queue.pause('person');
      return status();
    },
    'queue:resume': () => {
      desk.app().uploads.queue.resume('person');
      return status();
    },
  };
}
