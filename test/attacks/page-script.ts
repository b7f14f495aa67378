import { once } from 'node:events';
import WebSocket from 'ws';
import { z } from 'zod';
import { type Answer, enter, type EnteredSession, sendTo, type ServeScene } from './serve-scene.ts';

const answerSchema = z.object({
  id: z.number(),
  result: z.object({ ok: z.boolean(), value: z.unknown().optional() }),
});

/** A script in the window's page: it has the session and can send any request. */
export interface PageScript {
  /** The core's answer; null if it refuses. */
  ask(channel: string, input: unknown): Promise<unknown>;
  /** The answer to a path, requested as the window does. */
  readonly get: (path: string) => Promise<Answer>;
  /** Adds a file to the inbox. Resolves with the job's id. */
  readonly give: (name: string, bytes: Buffer) => Promise<string>;
}

/** Runs a script in the page of a window, with an existing session or a new one. */
export async function inPage<T>(
  scene: ServeScene,
  act: (script: PageScript) => Promise<T>,
  entered?: EnteredSession,
): Promise<T> {
  const { cookie, secret } = entered ?? (await enter(scene.url));
  const protocols = secret === null ? [] : ['chartdrop', secret];
  const headers = { cookie, origin: scene.origin };
  const socket = new WebSocket(`ws://${scene.address}/socket`, protocols, { headers });
  await once(socket, 'open');
  const waiting = new Map<number, (value: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    // Events have no id.
    const { id, result } = answerSchema.safeParse(JSON.parse(data.toString('utf8'))).data ?? {};
    if (id === undefined || result === undefined) return;
    waiting.get(id)?.(result.ok ? (result.value ?? true) : null);
  });
  let last = 0;
  const told = (message: object): Promise<unknown> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, ...message }));
    });
  const signed = async (path: string): Promise<string> => String(await told({ sign: path }));
  try {
    return await act({
      ask: (channel, input) => told({ channel, input }),
      get: async (path) => sendTo(scene.address, path === '' ? '/' : await signed(path), headers),
      async give(name, bytes) {
        const path = await signed(`drop?name=${name}&source=drop`);
        const answer = await sendTo(scene.address, path, headers, { method: 'POST', body: bytes });
        return z.object({ job: z.string() }).parse(JSON.parse(answer.body)).job;
      },
    });
  } finally {
    socket.terminate();
  }
}
