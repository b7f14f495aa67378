import { type ClientRequest, globalAgent, type Agent as HttpAgent } from 'node:http';
import { globalAgent as secureAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { type Connect, connectThrough, type CredentialsOf } from './proxy-route.ts';
import type { ProxyRoute } from './proxy-list.ts';

/** Milliseconds for a proxy's answer to CONNECT. got's timeouts start only after that. */
const answerMs = 20_000;
/** Milliseconds for which an unreachable proxy is tried last. Source: Chromium's `ProxyRetryInfo`, 5 minutes. */
const avoidMs = 5 * 60_000;

interface TriedRoute {
  /** null: DIRECT. */
  readonly connect: Connect | null;
  /** In the time of the monotonic clock. */
  avoidUntil: number;
}

export interface RoutesAgentDeps {
  readonly clock: Clock;
  readonly credentialsOf: CredentialsOf;
  readonly answerMs?: number;
}

/**
 * Connects by the first reachable route, in the system's order. Tries the next only if a proxy is unreachable: a
 * refusal is final.
 */
export class RoutesAgent extends Agent {
  readonly #routes: readonly TriedRoute[];
  readonly #deps: RoutesAgentDeps;

  constructor(routes: readonly ProxyRoute[], deps: RoutesAgentDeps) {
    super({ keepAlive: true });
    this.#deps = deps;
    this.#routes = routes.map((route) => ({
      connect: route === null ? null : connectThrough(route, deps.credentialsOf),
      avoidUntil: -Infinity,
    }));
  }

  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Duplex | HttpAgent> {
    const now = this.#deps.clock.monotonic();
    const [avoided, fresh] = [true, false].map((is) =>
      this.#routes.filter(({ avoidUntil }) => avoidUntil > now === is),
    );
    let failure = new ChartdropError('proxy-unreachable');
    for (const route of [...(fresh ?? []), ...(avoided ?? [])]) {
      if (route.connect === null) return options.secureEndpoint ? secureAgent : globalAgent;
      try {
        const socket = await this.#inTime(route.connect(request, options));
        route.avoidUntil = -Infinity;
        return socket;
      } catch (thrown) {
        failure = asChartdropError(thrown);
        if (failure.code !== 'proxy-unreachable') throw failure;
        route.avoidUntil = now + avoidMs;
      }
    }
    throw failure;
  }

  #inTime(connecting: Promise<Duplex>): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      let late = false;
      const stop = this.#deps.clock.after(this.#deps.answerMs ?? answerMs, () => {
        late = true;
        reject(new ChartdropError('proxy-unreachable'));
      });
      connecting.then(
        (socket) => {
          stop();
          if (late) socket.destroy();
          else resolve(socket);
        },
        (thrown: unknown) => {
          stop();
          reject(asChartdropError(thrown));
        },
      );
    });
  }
}
