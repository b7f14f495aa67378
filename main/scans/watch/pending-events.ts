import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** FSEvents collects events for 50 ms before reporting them. Source: libuv, src/unix/fsevents.c. */
const gatherMs = process.platform === 'darwin' ? 100 : 0;

/**
 * Resolves when every file system event that was pending at the call was handled: the loop polls for them between two
 * turns, and the first turn may end a round that polled before the call.
 */
export async function pendingEventsHandled(): Promise<void> {
  if (gatherMs > 0) await pause(gatherMs);
  await nextTurn();
  await nextTurn();
}
