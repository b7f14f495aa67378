import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a module in a separate process with `order` as its only message, and returns its answer. Throws if it ends
 * without one.
 */
export async function oneAnswer<Answer>(
  module: string,
  order: object,
  execArgv: readonly string[] = [],
): Promise<Answer> {
  const child = fork(new URL(module, import.meta.url), { execArgv: [...execArgv] });
  const ended = once(child, 'exit');
  child.send(order);
  const [answer] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${module} ended without an answer`))),
  ])) as [Answer];
  await ended;
  return answer;
}

/** The other side: answers the one order with the result of `act`, and exits even if something is still running. */
export function answerOnce(act: (order: never) => Promise<object>): void {
  process.once('message', (order) => {
    void act(order as never).then((answer) => process.send?.(answer, () => process.exit()));
  });
}
