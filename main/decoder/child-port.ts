import { createSequencer } from '../base/sequencer.ts';
import type { FromDecoder, ToDecoder } from './protocol.ts';

/** Electron's replacement for Node's message channel in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/**
 * Calls `act` with each message of the parent program, one after the other, and ends when the parent ends. The
 * parent is trusted.
 */
export function listenToParent(
  act: (message: ToDecoder, send: (answer: FromDecoder) => void) => Promise<void>,
): void {
  const { parentPort } = process as { parentPort?: ParentPort };
  const messages = createSequencer<'message'>();
  const receive = (message: unknown, send: (answer: FromDecoder) => void): void => {
    // The other side then sees at once that nothing more comes.
    messages.run('message', () => act(message as ToDecoder, send)).catch(() => process.exit(1));
  };
  if (parentPort !== undefined) {
    parentPort.on('message', ({ data }) => receive(data, (answer) => parentPort.postMessage(answer)));
    return;
  }
  process.on('message', (message) => receive(message, (answer) => process.send?.(answer)));
  process.on('disconnect', () => process.exit());
}
