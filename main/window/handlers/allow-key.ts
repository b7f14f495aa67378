import { ChartdropError } from '../../base/errors.ts';
import { equalSecrets } from '../../base/equal-secrets.ts';
import type { HandlerDeps } from './handler-types.ts';

const isSame = (a: string, b: string): boolean => equalSecrets(a.trim(), b.trim());

/**
 * Whether a key may take the place of the one that is kept. Script in the window could otherwise set a stranger's key, and
 * what is scanned would go to a stranger's account. So a person says yes in a box of the host's own, or, on a host without
 * one, knows the present key. A key that the clinic no longer accepts protects nothing. Throws `not-confirmed`,
 * `present-key-needed`, and what the key store throws.
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
  } else if (!(await confirm({ kind: 'replace-key' }))) throw new ChartdropError('not-confirmed');
}
