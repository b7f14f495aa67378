import type { FromDecoder, ToDecoder } from './protocol.ts';

/** What Electron puts into a utility process in place of Node's own channel. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/**
 * Calls `act` with each message of the program that started this process, one after the other, and ends with that
 * program's end. It is our own program: its messages are believed.
 */
export function listenToParent(
  act: (message: ToDecoder, send: (answer: FromDecoder) => void) => Promise<void>,
): void {
  const { parentPort } = process as { parentPort?: ParentPort };
  let turn = Promise.resolve();
  const take = (message: unknown, send: (answer: FromDecoder) => void): void => {
    turn = turn.then(() => act(message as ToDecoder, send));
  };
  if (parentPort !== undefined) {
    parentPort.on('message', ({ data }) => take(data, (answer) => parentPort.postMessage(answer)));
    return;
  }
  process.on('message', (message) => take(message, (answer) => process.send?.(answer)));
  process.on('disconnect', () => process.exit());
}
