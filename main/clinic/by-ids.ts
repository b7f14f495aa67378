import { collect, type Page } from './pages.ts';

/** The API returns at most this many records per page, and this many ids fit into a URL. */
export const mostIds = 100;

/** The records with these ids, each requested once, in calls of at most `mostIds`. Throws what `ask` throws. */
export async function byIds<Id, T>(
  ids: readonly Id[],
  ask: (some: readonly Id[]) => AsyncIterable<Page<T>>,
): Promise<T[]> {
  const wanted = [...new Set(ids)];
  const found: T[] = [];
  for (let at = 0; at < wanted.length; at += mostIds) {
    found.push(...(await collect(ask(wanted.slice(at, at + mostIds)))));
  }
  return found;
}
