import fastify, { type FastifyInstance } from 'fastify';
import { asChartdropError } from '../../base/errors.ts';
import { addAttachmentRoutes, type AttachmentDeps } from './api-attachments.ts';
import { addCaseRoutes, type CaseDeps } from './api-cases.ts';
import { addExchangeHook, type Exchange } from './api-exchange.ts';
import { addFaultHooks, type FaultHookDeps } from './api-faults.ts';
import { addGuard, type GuardDeps } from './api-guard.ts';
import { refuseUnknownParameters } from './api-lists.ts';
import { addPeopleRoutes } from './api-people.ts';
import { addPracticeRoutes } from './api-practice.ts';
import { addBodyParsers } from '../base/bodies.ts';
import { isForThisMachine } from '../base/listen.ts';

export interface ApiDeps extends AttachmentDeps, CaseDeps, GuardDeps, FaultHookDeps {
  readonly onRequest: () => void;
  readonly onExchange: ((exchange: Exchange) => void) | null;
  /** Called with the status of each answer. */
  readonly onAnswer: (status: number) => void;
}

/** Builds the JSON API. It does not listen yet. */
export function createApi(deps: ApiDeps): FastifyInstance {
  const api = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  api.addHook('onRequest', async ({ headers }, reply) => {
    if (!isForThisMachine(headers.host)) return reply.code(421).send({ message: 'Not for this host' });
    deps.onRequest();
    reply.header('date', new Date(deps.now()).toUTCString());
    deps.processing.settle();
    return undefined;
  });
  addBodyParsers(api);
  if (deps.onExchange !== null) addExchangeHook(api, deps.onExchange);
  // Faults come before the guard: a gateway or a broken connection does not check a key.
  addFaultHooks(api, deps);
  addGuard(api, deps);
  api.addHook('onResponse', async (_, reply) => deps.onAnswer(reply.statusCode));
  api.addHook('preHandler', async (request) => {
    refuseUnknownParameters(request);
  });
  addPeopleRoutes(api, deps);
  addPracticeRoutes(api, deps);
  addCaseRoutes(api, deps);
  addAttachmentRoutes(api, deps);
  api.setNotFoundHandler((_, reply) => reply.code(404).send({ message: 'Route not found' }));
  api.setErrorHandler((thrown, _, reply) => {
    const { status, message } = answerTo(thrown);
    return reply.code(status).send({ message });
  });
  return api;
}

function answerTo(thrown: unknown): { status: number; message: string } {
  // fastify's own errors: a body that is no JSON or too large.
  if (thrown instanceof Error && 'statusCode' in thrown)
    return { status: Number(thrown.statusCode), message: thrown.message };
  const error = asChartdropError(thrown);
  if (error.code === 'request-invalid') return { status: 400, message: error.detail ?? '' };
  if (error.code === 'record-not-found') return { status: 404, message: 'Record not found' };
  return { status: 500, message: thrown instanceof Error ? thrown.message : error.code };
}
