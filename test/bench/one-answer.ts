import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Has a module in a process of its own do one thing: it gets `order` as its first message and answers with one. Throws
 * where it ends without an answer.
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

/** The other end: answers the one order with what `act` makes of it, and ends, whatever still runs in it. */
export function answerOnce(act: (order: never) => Promise<object>): void {
  process.once('message', (order) => {
    void act(order as never).then((answer) => process.send?.(answer, () => process.exit()));
  });
}
