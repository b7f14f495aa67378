import type { PowerMonitor } from 'electron';
import type { Interruptions } from '../../core/interruptions.ts';
import type { Clock, Stop } from '../../base/ports.ts';

/** Linux sends no event when the screen is locked, so its state is polled. Milliseconds. */
const lookForLockMs = 5000;

/** Passes the system's events to the interested parts. Returns a function that stops it. */
export function followSystem(
  ports: {
    powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleState'>;
    platform: NodeJS.Platform;
  },
  interruptions: Interruptions,
  given: { clock: Clock; systemEnds: () => void },
): Stop {
  const { powerMonitor } = ports;
  const suspend = (): void => interruptions.suspend();
  const wake = (): void => interruptions.wake();
  const lock = (): void => interruptions.lock();
  // Wi-Fi often disconnects while the screen is locked.
  const unlock = (): void => interruptions.networkReturned();
  powerMonitor.on('suspend', suspend);
  powerMonitor.on('resume', wake);
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('unlock-screen', unlock);
  // macOS: another user takes the screen without locking this one's session.
  powerMonitor.on('user-did-resign-active', lock);
  powerMonitor.on('shutdown', given.systemEnds);
  const stopLooking =
    ports.platform === 'linux' ? lookForLock(powerMonitor, given.clock, lock, unlock) : null;
  return () => {
    stopLooking?.();
    powerMonitor.off('suspend', suspend);
    powerMonitor.off('resume', wake);
    powerMonitor.off('lock-screen', lock);
    powerMonitor.off('unlock-screen', unlock);
    powerMonitor.off('user-did-resign-active', lock);
    powerMonitor.off('shutdown', given.systemEnds);
  };
}

/** Polls whether the screen is locked and reports each change. */
function lookForLock(
  powerMonitor: Pick<PowerMonitor, 'getSystemIdleState'>,
  clock: Clock,
  lock: () => void,
  unlock: () => void,
): Stop {
  let isLocked = false;
  let stop: Stop = () => undefined;
  const look = (): void => {
    // The threshold only separates idle from active, which is irrelevant here.
    const isNow = powerMonitor.getSystemIdleState(60) === 'locked';
    if (isNow !== isLocked) (isNow ? lock : unlock)();
    isLocked = isNow;
    stop = clock.after(lookForLockMs, look);
  };
  stop = clock.after(lookForLockMs, look);
  return () => stop();
}
