import type { EventPayload } from '../../preload/contract/events.ts';
import type { Preferences } from '../../preload/contract/settings.ts';
import type { Clock, Stop } from '../base/ports.ts';

type Sound = EventPayload<'sound:due'>;

/** A pile of letters is one sound: events are gathered for this time after the first. */
const gatherMs = 1000;

/** Decides when the window plays a sound. Something that needs a person comes before files that were filed in the same moment. */
export function createSounds(deps: {
  clock: Clock;
  chosen: () => Preferences['sound'];
  play: (sound: Sound) => void;
}): { due(sound: Sound): void; stop: Stop } {
  let next: Sound | null = null;
  let timer: Stop | null = null;
  const play = (): void => {
    const sound = next;
    timer = null;
    next = null;
    if (sound !== null) deps.play(sound);
  };
  return {
    due(sound) {
      const chosen = deps.chosen();
      if (chosen === 'none' || (chosen === 'needs' && sound === 'filed')) return;
      next = next === 'needs' ? next : sound;
      timer ??= deps.clock.after(gatherMs, play);
    },
    stop: () => timer?.(),
  };
}
