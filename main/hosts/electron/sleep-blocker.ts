import type { PowerSaveBlocker } from 'electron';
import type { Status } from '../../../preload/contract/views.ts';
import type { Stop } from '../../base/ports.ts';

/** True while files are uploading. Files that need a person or the network do not keep the machine awake. */
export function isWorking({ counts, pausedBy, connection }: Status): boolean {
  if (counts.uploading + counts.stored + counts.registering > 0) return connection !== 'offline';
  return counts.queued > 0 && pausedBy.length === 0 && connection === 'online';
}

/** Prevents automatic sleep while the queue works. A person can still start it. */
export function createSleepBlocker(powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): {
  update(status: Status): void;
  stop: Stop;
} {
  let held: number | null = null;
  const release = (): void => {
    if (held !== null) powerSaveBlocker.stop(held);
    held = null;
  };
  return {
    update(status) {
      if (isWorking(status)) held ??= powerSaveBlocker.start('prevent-app-suspension');
      else release();
    },
    stop: release,
  };
}
