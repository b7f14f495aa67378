import { once } from 'node:events';
import WebSocket from 'ws';
import { z } from 'zod';
import { enterServe } from '../fixtures/enter-serve.ts';
import { type ErrorDto, errorDtoSchema } from '../../preload/contract/errors.ts';
import {
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from '../../preload/contract/requests.ts';

/** A refusal with its code; the window has the words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly error: ErrorDto;

  constructor(error: ErrorDto) {
    super(error.code);
    this.error = error;
  }
}

/** A client of the contract over the socket of `chartdrop serve`, without a window. */
export interface ContractSocket {
  /** Throws `Refused`, or an `Error` if the program ended before it answered. */
  ask<K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>>;
  close(): void;
}

const answerSchema = z.object({
  id: z.number(),
  result: z.union([
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), error: errorDtoSchema }),
  ]),
});

/** Enters by the printed address like a browser, and opens the socket with its session. */
export async function openContractSocket(printed: string): Promise<ContractSocket> {
  const { host } = new URL(printed);
  const { protocols, headers } = await enterServe(printed);
  const socket = new WebSocket(`ws://${host}/socket`, protocols, { headers });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;

  socket.on('message', (data: Buffer) => {
    // Events have no id.
    const answer = answerSchema.safeParse(JSON.parse(data.toString('utf8')));
    if (!answer.success) return;
    const { id, result } = answer.data;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (result.ok) asked?.resolve(result.value);
    else asked?.reject(new Refused(result.error));
  });
  const goneAway = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the program went away'));
    waiting.clear();
  };
  socket.on('close', goneAway);
  // `close` follows.
  socket.on('error', () => undefined);
  await Promise.race([
    once(socket, 'open'),
    once(socket, 'close').then(() => Promise.reject(new Error('the program went away'))),
  ]);

  return {
    async ask(channel, input) {
      const value = await new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) {
          reject(new Error('the program went away'));
          return;
        }
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, channel, input }));
      });
      return requests[channel].output.parse(value) as RequestOutput<typeof channel>;
    },
    close: () => socket.terminate(),
  };
}
