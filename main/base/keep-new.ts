import type { SecretName, Secrets } from './ports.ts';

/** Keeps a new key unless another program has kept one meanwhile. Returns the one that is kept; see `Secrets.writeNew`. */
export async function keepNew(
  secrets: Pick<Secrets, 'write' | 'writeNew'>,
  name: SecretName,
  value: string,
): Promise<string> {
  if (secrets.writeNew !== undefined) return secrets.writeNew(name, value);
  await secrets.write(name, value);
  return value;
}
