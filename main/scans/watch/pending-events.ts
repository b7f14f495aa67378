import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** FSEvents gathers events for 50 ms before it tells of them. Source: libuv, src/unix/fsevents.c. */
const gatherMs = process.platform === 'darwin' ? 100 : 0;

/**
 * Resolves when every event of the file system that lay waiting at the call has been handled: the loop polls for them
 * between two turns, and the first turn may end a round that polled before the call.
 */
export async function pendingEventsHandled(): Promise<void> {
  if (gatherMs > 0) await pause(gatherMs);
  await nextTurn();
  await nextTurn();
}
