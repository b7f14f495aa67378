import { createHash, randomBytes } from 'node:crypto';

/** The smallest PDF that the format check accepts as complete, filled with incompressible bytes to `size`. */
export function scanBytes(size: number): Buffer {
  const head = '%PDF-1.4\n%';
  const tail = '\nstartxref\n9\n%%EOF\n';
  const filling = randomBytes(Math.ceil((size * 3) / 4)).toString('base64');
  return Buffer.from(`${head}${filling.slice(0, size - head.length - tail.length)}${tail}`, 'latin1');
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
