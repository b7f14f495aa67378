import { mostArchivedUnasked } from '../../../preload/contract/most-archived.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { RequestInput } from '../../../preload/contract/requests.ts';
import {
  attachmentFields,
  type Fields,
  listParameters,
  type ListQuery,
  parseFilter,
  parseSort,
  patientAttachmentFields,
} from '../../clinic/filters.ts';
import { patientsById } from '../../clinic/people/patients-by-id.ts';
import { userNames } from '../../clinic/user-names.ts';
import { ChartdropError } from '../../base/errors.ts';
import { dayBalances } from '../../jobs/day-balance.ts';
import { statusOf } from '../status.ts';
import { attachmentView } from '../views/attachment-view.ts';
import { askDestination } from './ask-destination.ts';
import { type HandlerDeps, type HandlersOf, windowCall } from './handler-types.ts';
import { eachRecord } from '../each.ts';

type ListInput = RequestInput<'attachments:list'>;

const perPage = 50;
/** A file that waited for days has many entries. */
const mostOfOneFile = 1_000;
const newestFirst = { field: 'created_at', direction: 'desc' } as const;

/** Attachments in the clinic, and the history. */
export function attachmentHandlers(
  deps: HandlerDeps,
): HandlersOf<'attachments' | 'archives' | 'history' | 'users'> {
  const { desk, clock } = deps;
  return {
    'attachments:list': async (input) => {
      const { clinic, history } = desk.app();
      const page = await clinic.client.attachmentPage(placeOf(input), windowCall(deps));
      // A list of one patient names the patient above its rows.
      const ids = input.scope.kind === 'recent' ? page.rows.flatMap(({ patient }) => patient ?? []) : [];
      const patients = await whoseIfAllowed(() => patientsById(clinic.client, ids, windowCall(deps)));
      return {
        rows: page.rows.map((record) => attachmentView(record, { jobs: history.jobs, patients })),
        total: page.total,
        next: page.next,
      };
    },
    'attachments:archive': async ({ records }) => {
      await allowArchiving(deps, records);
      const { archives } = desk.app();
      const waiting = new Set<string>();
      const outcomes = await eachRecord(records, async (one) => {
        if ((await archives.archive(one, windowCall(deps))) === 'waiting') waiting.add(one.id);
      });
      return outcomes.map(({ id, error }) => ({
        ...{ id, error },
        outcome: error !== null ? 'refused' : waiting.has(id) ? 'waiting' : 'archived',
      }));
    },
    'attachments:move': async ({ records, ...target }) => {
      const destination = await askDestination(desk, target, deps);
      const { refiles } = desk.app();
      const moved = new Map<string, JobId>();
      const outcomes = await eachRecord(records, async (one) => {
        moved.set(one.id, await refiles.move(one, destination, deps.signal));
      });
      return outcomes.map(({ id, error }) => ({ id, error, jobId: moved.get(id) ?? null }));
    },
    'archives:retry': ({ ids }) => {
      desk.app().archives.retry(ids);
      return statusOf(desk, clock.now(), deps.revision());
    },
    'archives:leave': ({ id }) => {
      desk.app().archives.leave(id);
      return statusOf(desk, clock.now(), deps.revision());
    },
    'users:names': async ({ ids }) => {
      const names = await userNames(desk.app().clinic.client, ids, windowCall(deps));
      return [...names].map(([id, name]) => ({ id, name }));
    },
    'history:days': ({ days }) => dayBalances(desk.app().history.jobs, clock.now(), days),
    'history:page': (query) => desk.app().history.files(query),
    'history:story': ({ jobId }) => desk.app().history.audit.entries({ jobId, limit: mostOfOneFile }),
  };
}

/** Archiving many at once needs a person's confirmation in the host. Throws `not-confirmed`. */
async function allowArchiving(
  deps: HandlerDeps,
  records: RequestInput<'attachments:archive'>['records'],
): Promise<void> {
  if (deps.confirm === null || records.length <= mostArchivedUnasked) return;
  const { client } = deps.desk.app().clinic;
  const ids = [...new Set(records.flatMap(({ patientId }) => patientId ?? []))];
  const found = await whoseIfAllowed(() => patientsById(client, ids, windowCall(deps)));
  const patients = ids.flatMap((id) => found.get(id) ?? []);
  const question = { kind: 'archive', count: records.length, patients } as const;
  if (!(await deps.confirm(question))) throw new ChartdropError('not-confirmed');
}

/** A user who may see attachments but no patients still sees the list. */
async function whoseIfAllowed(ask: () => ReturnType<typeof patientsById>): ReturnType<typeof patientsById> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return new Map();
    throw thrown;
  }
}

/** The place of a page: below the service's `next`, or the start of a list. */
function placeOf(input: ListInput): { at: string; parameters?: URLSearchParams } {
  if (input.next !== null) return { at: input.next };
  const { scope } = input;
  switch (scope.kind) {
    case 'recent':
      return { at: '/patient_attachments', parameters: parametersOf(attachmentFields, input) };
    case 'patient': {
      const at = `/patients/${scope.id}/patient_attachments`;
      return { at, parameters: parametersOf(patientAttachmentFields, input) };
    }
    case 'case': {
      const at = `/patient_cases/${scope.id}/patient_attachments`;
      return { at, parameters: parametersOf(attachmentFields, input) };
    }
  }
}

function parametersOf(fields: Fields, input: ListInput): URLSearchParams {
  const archived = { without: [], with: ['archived_at:*'], only: ['archived_at:?'] }[input.archived];
  const sort = input.sort.length === 0 ? [newestFirst] : input.sort;
  const query: ListQuery<Fields> = {
    filters: [...input.filters, ...archived].map((text) => parseFilter(fields, text)),
    sort: sort.map(({ field, direction }) => parseSort(fields, `${field}:${direction}`)),
    perPage,
  };
  return listParameters(query);
}
