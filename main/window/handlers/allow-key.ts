import { waitingFiles } from '../../../preload/contract/day-sum.ts';
import { ChartdropError } from '../../base/errors.ts';
import { equalSecrets } from '../../base/equal-secrets.ts';
import type { HandlerDeps } from './handler-types.ts';

const isSame = (a: string, b: string): boolean => equalSecrets(a.trim(), b.trim());

/**
 * Checks whether a key may replace the stored one. Otherwise a script in the window could set a foreign key, and scans
 * would go to a foreign account. So a person confirms it in the host's own dialog, or without one types the current
 * key. A key that the clinic refuses protects nothing. Throws `not-confirmed`, `present-key-needed`, and what the key
 * store throws.
 */
export async function allowKey(
  { desk, confirm }: Pick<HandlerDeps, 'desk' | 'confirm'>,
  next: string,
  typed: string | undefined,
): Promise<void> {
  const present = await desk.keptKey();
  if (present === null || isSame(present.key, next)) return;
  if (present.isRejected && present.hasAddressOf(next)) return;
  if (confirm === null) {
    if (typed === undefined || !isSame(present.key, typed)) throw new ChartdropError('present-key-needed');
    return;
  }
  const opened = desk.opened();
  const waiting = opened?.choice === 'own' ? waitingFiles(opened.app.history.jobs.counts()) : 0;
  if (!(await confirm({ kind: 'replace-key', waiting }))) throw new ChartdropError('not-confirmed');
}
