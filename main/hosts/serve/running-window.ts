import { createHmac, randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import got from 'got';
import { z } from 'zod';
import { parseJson } from '../../base/parse-json.ts';
import { replaceFile } from '../../base/system/replace-file.ts';
import { equalSecrets } from '../../base/equal-secrets.ts';

/**
 * A second start with the same data opens the first one's window. The running program stores its port and a secret in a
 * file that only this user can read. Neither side sends the secret; each proves that it knows it. So a program that
 * took over the port after a crash learns nothing and cannot open its own page.
 */
const fileSchema = z.object({ port: z.number().int().min(1).max(65_535), secret: z.string() });
const answerSchema = z.object({ url: z.string(), proof: z.string() });
const askedSchema = z.object({ nonce: z.string().min(20).max(100), proof: z.string().max(100) });
type Asked = z.infer<typeof askedSchema>;
type Answer = z.infer<typeof answerSchema>;

const header = 'x-chartdrop-again';
const patienceMs = 3_000;
const fileIn = (directory: string): string => join(directory, 'window.json');
const proofOf = (secret: string, ...parts: string[]): string =>
  createHmac('sha256', secret).update(parts.join(' ')).digest('base64url');

/** The proof in the header of a second start's request, or null if there is none. */
export function readAskedAgain(headers: IncomingHttpHeaders): Asked | null {
  const [nonce, proof] = String(headers[header] ?? '').split(' ');
  return askedSchema.safeParse({ nonce, proof }).data ?? null;
}

export interface AskedAgain {
  /** A new address for a start that proves to know the secret, or null. */
  answer(asked: Asked | null, newUrl: () => string): Answer | null;
  /** Stores the port for a second start. */
  announce(directory: string, port: number): Promise<void>;
  retract(directory: string): Promise<void>;
}

export function createAskedAgain(): AskedAgain {
  const secret = randomBytes(32).toString('base64url');
  return {
    answer(asked, newUrl) {
      if (asked === null || !equalSecrets(asked.proof, proofOf(secret, 'ask', asked.nonce))) return null;
      const url = newUrl();
      return { url, proof: proofOf(secret, 'answer', asked.nonce, url) };
    },
    async announce(directory, port) {
      const file = fileIn(directory);
      await rm(`${file}.new`, { force: true });
      await writeFile(`${file}.new`, JSON.stringify({ port, secret }), { mode: 0o600, flag: 'wx' });
      await replaceFile(`${file}.new`, file);
    },
    retract: (directory) => rm(fileIn(directory), { force: true }),
  };
}

/** Asks the program that runs with this data for a new address. null if none answers correctly. */
export async function askRunningWindow(directory: string): Promise<string | null> {
  const kept = await readFile(fileIn(directory), 'utf8').catch(() => null);
  const running = kept === null ? null : fileSchema.safeParse(parseJson(kept)).data;
  if (running == null) return null;
  const nonce = randomBytes(24).toString('base64url');
  const origin = `http://127.0.0.1:${running.port}`;
  const answer = await got
    .post(`${origin}/again`, {
      headers: { [header]: `${nonce} ${proofOf(running.secret, 'ask', nonce)}` },
      timeout: { request: patienceMs },
      retry: { limit: 0 },
      followRedirect: false,
    })
    .then(({ body }) => answerSchema.safeParse(parseJson(body)).data ?? null)
    // No program or another one listens on the port: this start is the first.
    .catch(() => null);
  if (answer === null || !answer.url.startsWith(`${origin}/#`)) return null;
  return equalSecrets(answer.proof, proofOf(running.secret, 'answer', nonce, answer.url)) ? answer.url : null;
}
