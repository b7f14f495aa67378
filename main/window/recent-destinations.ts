import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { App } from '../core/app.ts';
import type { Desk } from '../core/desk.ts';
import type { Clock } from '../base/ports.ts';

/** The most entries that a person would look through. */
const most = 12;

/** The destinations of this desk today, newest first. */
export interface RecentDestinations {
  remember(destination: Destination): void;
  today(): readonly Destination[];
}

/** Kept for one day and clinic: earlier patients are private. */
export function createRecentDestinations(desk: Pick<Desk, 'opened'>, clock: Clock): RecentDestinations {
  let kept: { day: string; app: App | null; destinations: Destination[] } = {
    day: '',
    app: null,
    destinations: [],
  };
  const now = () => ({
    day: new Date(clock.now()).toDateString(),
    app: desk.opened()?.app ?? null,
  });
  const today = (): Destination[] => {
    const { day, app } = now();
    return kept.day === day && kept.app === app ? kept.destinations : [];
  };
  return {
    remember(destination) {
      const others = today().filter((other) => !sameDestination(other, destination));
      kept = { ...now(), destinations: [destination, ...others].slice(0, most) };
    },
    today,
  };
}
