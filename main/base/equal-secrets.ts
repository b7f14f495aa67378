import { timingSafeEqual } from 'node:crypto';

/** True where both texts are the same; takes as long whatever they differ in. */
export function equalSecrets(a: string, b: string): boolean {
  // Lengths in bytes: the comparison throws where they differ.
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
