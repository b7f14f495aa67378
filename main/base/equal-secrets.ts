import { timingSafeEqual } from 'node:crypto';

/** True if both texts are equal. Takes the same time for every pair, so that timing tells an attacker nothing. */
export function equalSecrets(a: string, b: string): boolean {
  // `timingSafeEqual` throws if the lengths in bytes differ.
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
