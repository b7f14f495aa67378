import type { TodayView } from '../../../preload/contract/today.ts';
import { todayView } from '../views/today-view.ts';
import type { HandlerDeps, HandlersOf } from './handler-types.ts';

/** The window learns of a changed setting by the status. */
const switchedOffMs = 60 * 60_000;

/** Today's patients. Nothing is asked of the clinic while they are switched off. */
export function todayHandlers({ desk }: HandlerDeps): HandlersOf<'today'> {
  const read = async (): Promise<TodayView> => {
    if (!desk.preferences().todaysPatients) return { kind: 'hidden', nextInMs: switchedOffMs };
    const answer = await desk.app().today.read();
    return todayView(answer, desk.practitioners());
  };
  return {
    'today:read': read,
    'today:choose': ({ practitioners }) => {
      desk.choosePractitioners(practitioners);
      return read();
    },
  };
}
