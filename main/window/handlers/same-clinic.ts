import { ChartdropError } from '../../base/errors.ts';
import type { Desk } from '../../core/desk.ts';

/**
 * Remembers the open clinic, for an act that must wait. The returned check throws `choice-expired` if another one was opened
 * meanwhile: the act was meant for the first one's patients and folders. Call it last, in the same turn as the act.
 */
export function sameClinic(desk: Pick<Desk, 'opened'>): () => void {
  const before = desk.opened()?.app;
  return () => {
    if (desk.opened()?.app !== before) throw new ChartdropError('choice-expired');
  };
}
