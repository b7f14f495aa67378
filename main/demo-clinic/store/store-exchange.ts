import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Content } from './content.ts';
import { answerEarly } from '../faults/early-answer.ts';
import type { FaultAct, Faults } from '../faults/faults.ts';
import type { PostObjectDeps } from './post-object.ts';
import { refusalXml, type Refusal } from './store-errors.ts';

export interface StoreDeps extends PostObjectDeps {
  readonly content: Content;
  readonly faults: Faults;
  /** Aborts when the clinic stops. */
  readonly signal: AbortSignal;
  readonly onPost: () => void;
}

/** One request to the store, and the fault that applies to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly act: FaultAct | null;
}

/** Answers with S3's error document, without waiting for the rest of the body. */
export function refuse(
  { request, response }: Exchange,
  refused: Refusal,
  { signal }: StoreDeps,
): Promise<void> {
  const headers = { 'content-type': 'application/xml' };
  return answerEarly(
    request,
    response,
    { status: refused.status, headers, body: refusalXml(refused) },
    signal,
  );
}
