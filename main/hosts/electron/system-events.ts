import type { PowerMonitor } from 'electron';
import type { Interruptions } from '../../interruptions.ts';
import type { Stop } from '../../ports.ts';

/** Puts the system's events to those that they concern. Returns how to listen no more. */
export function followSystem(
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>,
  interruptions: Interruptions,
  systemEnds: () => void,
): Stop {
  const suspend = (): void => interruptions.suspend();
  const wake = (): void => interruptions.wake();
  const lock = (): void => interruptions.lock();
  // Wi-Fi is often let go while the screen is locked.
  const unlock = (): void => interruptions.networkReturned();
  powerMonitor.on('suspend', suspend);
  powerMonitor.on('resume', wake);
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('unlock-screen', unlock);
  // macOS: another user takes the screen without locking this one's.
  powerMonitor.on('user-did-resign-active', lock);
  powerMonitor.on('shutdown', systemEnds);
  return () => {
    powerMonitor.off('suspend', suspend);
    powerMonitor.off('resume', wake);
    powerMonitor.off('lock-screen', lock);
    powerMonitor.off('unlock-screen', unlock);
    powerMonitor.off('user-did-resign-active', lock);
    powerMonitor.off('shutdown', systemEnds);
  };
}
