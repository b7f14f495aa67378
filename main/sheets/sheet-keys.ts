import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { keepNew } from '../base/keep-new.ts';
import { parseJson } from '../base/parse-json.ts';
import type { Secrets } from '../base/ports.ts';
import { createSequencer } from '../base/sequencer.ts';

/** The key that signs a clinic's sheets. It is kept in the key store, and leaves this PC only in a protected file. */
export interface SheetKeys {
  /** null: none was made or imported on this PC. Throws `key-store-locked`. */
  read(): Promise<Buffer | null>;
  /** Makes the key if there is none. Throws the key store's errors. */
  ready(): Promise<Buffer>;
  /** A file with the key for other PCs; makes the key if there is none. */
  exportFile(passphrase: string): Promise<string>;
  /** Replaces the key. Throws `sheet-key-file-invalid` and `passphrase-wrong`. */
  importFile(text: string, passphrase: string): Promise<void>;
}

const keyBytes = 32;
const base64 = z.base64().max(200);
const fileSchema = z.strictObject({
  format: z.literal('chartdrop-sheet-key'),
  version: z.literal(1),
  salt: base64,
  nonce: base64,
  tag: base64,
  sealed: base64,
});

/** 128 MiB of memory for each guess of the passphrase. They are fixed: a file cannot ask for more. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };
const scryptKey = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);
const tagBytes = 16;

async function sealed(secret: Buffer, passphrase: string): Promise<z.infer<typeof fileSchema>> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const key = await scryptKey(passphrase.normalize('NFC'), salt, keyBytes, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return {
    format: 'chartdrop-sheet-key',
    version: 1,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: body.toString('base64'),
  };
}

/** Throws `sheet-key-file-invalid` and `passphrase-wrong`. */
async function opened(text: string, passphrase: string): Promise<Buffer> {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) throw new ChartdropError('sheet-key-file-invalid');
  const [salt, nonce, tag, body] = [file.data.salt, file.data.nonce, file.data.tag, file.data.sealed].map(
    (part) => Buffer.from(part, 'base64'),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const key = await scryptKey(passphrase.normalize('NFC'), salt, keyBytes, cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    const secret = Buffer.concat([decipher.update(body), decipher.final()]);
    if (secret.length === keyBytes) return secret;
  } catch (thrown) {
    throw new ChartdropError('passphrase-wrong', { cause: thrown });
  }
  throw new ChartdropError('sheet-key-file-invalid');
}

/**
 * `clinic`: the name of the clinic's service. Each clinic's sheets are signed with a key derived for it, so that those of the demo
 * clinic are strange to a real one.
 */
export function createSheetKeys(deps: {
  secrets: Pick<Secrets, 'read' | 'write' | 'writeNew'>;
  clinic: string;
}): SheetKeys {
  const { secrets, clinic } = deps;
  const signing = (secret: Buffer): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `chartdrop sheets ${clinic}`, keyBytes));

  /** The secret once it is known: each PDF needs it, and a key store may take long, or be locked again. */
  let known: Buffer | null = null;
  const secret = async (): Promise<Buffer | null> => {
    if (known !== null) return known;
    const kept = await secrets.read('sheet-key');
    // An import may have been faster.
    if (kept !== null) known ??= Buffer.from(kept, 'base64');
    return known;
  };
  const keptOrNew = async (): Promise<Buffer> => {
    const kept = await secret();
    if (kept !== null) return kept;
    const fresh = randomBytes(keyBytes).toString('base64');
    known = Buffer.from(await keepNew(secrets, 'sheet-key', fresh), 'base64');
    return known;
  };

  /** One after the other: of two that find no key, the second would replace what the first has signed with. */
  const changes = createSequencer<'key'>();
  const made = (): Promise<Buffer> => changes.run('key', keptOrNew);

  return {
    async read() {
      const kept = await secret();
      return kept === null ? null : signing(kept);
    },
    ready: async () => signing(await made()),
    exportFile: async (passphrase) => `${JSON.stringify(await sealed(await made(), passphrase), null, 2)}\n`,
    async importFile(text, passphrase) {
      const imported = await opened(text, passphrase);
      await changes.run('key', async () => {
        await secrets.write('sheet-key', imported.toString('base64'));
        known = imported;
      });
    },
  };
}
