import trash from 'trash';
import type { HeicPhotos } from '../../../preload/contract/settings.ts';
import { type App, createApp } from '../../core/app.ts';
import { createNodeDecoder } from '../../decoder/node-process.ts';
import { standardKeep } from '../../jobs/retention.ts';
import type { Trash } from '../../base/ports.ts';
import { defaultDisarmAfterMs } from '../../scans/route/active-destination.ts';
import { userAgent } from '../product.ts';
import { systemClock } from '../system-clock.ts';
import type { Session } from './session.ts';

/** The system's trash. */
export const systemTrash: Trash = {
  // Without glob patterns, since a scan's name may contain any character.
  moveToTrash: (path) => trash(path, { glob: false }),
};

/** Creates the core for a session. The undo period is zero unless set, since the command line has no undo. */
export function createSessionApp(
  session: Omit<Session, 'close'>,
  options: { holdMs?: number; heicPhotos?: HeicPhotos } = {},
): App {
  const decoder = createNodeDecoder(systemClock);
  const app = createApp({
    ...session,
    decoder,
    clock: systemClock,
    trash: systemTrash,
    random: Math.random,
    apiKey: () => session.apiKey,
    userAgent,
    holdMs: () => options.holdMs ?? 0,
    heicPhotos: () => options.heicPhotos ?? 'keep',
    limits: () => ({ uploads: 4, largeUploads: 2 }),
    disarmAfterMs: () => defaultDisarmAfterMs,
    keep: () => standardKeep,
  });
  session.log.info('started');
  return {
    ...app,
    async stop() {
      await app.stop();
      await decoder.stop();
      session.log.info('stopped');
    },
  };
}
