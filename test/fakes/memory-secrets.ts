import type { SecretName, Secrets } from '../../main/base/ports.ts';

/** Secrets in memory. */
export function memorySecrets(kept: Partial<Record<SecretName, string>> = {}): Secrets {
  const all = new Map<string, string>(Object.entries(kept));
  return {
    read: (name) => Promise.resolve(all.get(name) ?? null),
    write: (name, value) => Promise.resolve(void all.set(name, value)),
  };
}
