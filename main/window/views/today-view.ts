import type { PractitionerId } from '../../../preload/contract/ids.ts';
import type { TodayView } from '../../../preload/contract/today.ts';
import type { Practitioner } from '../../clinic/schemas.ts';
import type { TodayAnswer } from '../../clinic/today/today.ts';
import { foundView } from './found-patient.ts';

/** Today's patients in the form for the window. `chosen`: the practitioners to show; those of another account count as none. */
export function todayView(answer: TodayAnswer, chosen: readonly PractitionerId[]): TodayView {
  const { nextInMs } = answer;
  if (answer.kind === 'not-permitted') return { kind: 'hidden', nextInMs };
  const practitioners = answer.practitioners.map((one) => ({ id: one.id, name: nameOf(one) }));
  const known = chosen.filter((id) => practitioners.some((one) => one.id === id));
  const isShown = (id: PractitionerId | null): boolean =>
    known.length === 0 || (id !== null && known.includes(id));
  return {
    kind: 'list',
    rows: answer.entries
      .filter(({ practitioner }) => isShown(practitioner))
      .map(({ patient, startsAt, timeZone, kind, standing }) => ({
        ...{ startsAt, timeZone, kind, standing },
        patient: foundView(patient),
      })),
    practitioners: practitioners.toSorted((a, b) => a.name.localeCompare(b.name)),
    chosen: known,
    readAt: answer.readAt,
    nextInMs,
    failure: answer.failure?.toDto() ?? null,
  };
}

/** The service allows null in every name. */
const nameOf = ({ id, label, display_name, first_name, last_name }: Practitioner): string =>
  [label, display_name, `${first_name} ${last_name}`].map((name) => name?.trim() ?? '').find(Boolean) ?? id;
