import { once } from 'node:events';
import WebSocket from 'ws';
import { z } from 'zod';
import { enter, type EnteredSession, type ServeScene } from './serve-scene.ts';

const answerSchema = z.object({
  id: z.number(),
  result: z.object({ ok: z.boolean(), value: z.unknown().optional() }),
});

/** Script that runs in the window's own page: it has the session and can ask whatever it likes. */
export interface PageScript {
  /** What the core answers; null where it refuses. */
  ask(channel: string, input: unknown): Promise<unknown>;
}

/** Runs script in the page of a window: of a session that was entered, or a new one. */
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
    // Events carry no id.
    const { id, result } = answerSchema.safeParse(JSON.parse(data.toString('utf8'))).data ?? {};
    if (id === undefined || result === undefined) return;
    waiting.get(id)?.(result.ok ? (result.value ?? true) : null);
  });
  let last = 0;
  try {
    return await act({
      ask: (channel, input) =>
        new Promise((resolve) => {
          last += 1;
          waiting.set(last, resolve);
          socket.send(JSON.stringify({ id: last, channel, input }));
        }),
    });
  } finally {
    socket.terminate();
  }
}
