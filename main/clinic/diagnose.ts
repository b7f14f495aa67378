import { isIP } from 'node:net';
import {
  type Diagnosis,
  type DiagnosisState,
  type DiagnosisStep,
  diagnosisSteps,
} from '../../preload/contract/diagnosis.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import type { Clock, Network } from '../base/ports.ts';
import type { ClinicClient } from './client.ts';
import { transportFailure } from './http-errors.ts';
import type { CallOptions } from './http.ts';
import { httpClient, routeOptions } from './transport.ts';

/**
 * The step of the connection that each error code belongs to. Other errors belong to the step that made the call.
 */
const stepOfCode: Partial<Record<ErrorCode, DiagnosisStep>> = {
  'name-not-found': 'lookup',
  'shard-unknown': 'lookup',
  'proxy-unreachable': 'proxy',
  'proxy-credentials': 'proxy',
  'proxy-sign-in-unknown': 'proxy',
  'proxy-refused': 'proxy',
  'network-unreachable': 'connection',
  'network-timeout': 'connection',
  'certificate-refused': 'tls',
  'connection-not-secure': 'tls',
  'key-rejected': 'key',
  'permission-denied': 'permission',
};

/** Milliseconds. The storage is only asked for any answer. */
const timeouts = { lookup: 10_000, connect: 10_000, secureConnect: 10_000, socket: 20_000, request: 30_000 };

/**
 * Checks each step of an upload with the upload's own calls, without uploading: the key's user, one page of
 * patients, a presigned post for the first of them, and a request to the storage. Changes nothing in the clinic: a
 * presigned post that is not used has no effect. `hasKey` false: uses a placeholder key to check how far the
 * network works.
 */
export async function diagnose(given: {
  client: ClinicClient;
  baseUrl: string;
  hasKey: boolean;
  clock: Clock;
  options: CallOptions;
}): Promise<Diagnosis> {
  const { client, hasKey, options } = given;
  const url = new URL(given.baseUrl);
  const isProxied = (await client.network.routeTo(url)).agent !== null;
  const needed: Record<DiagnosisStep, boolean> = {
    // With a proxy, the proxy looks the name up.
    lookup: !isProxied && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0,
    proxy: isProxied,
    connection: true,
    tls: url.protocol === 'https:',
    key: true,
    permission: true,
    storage: true,
  };
  const end = await walk(client, options);
  const failedAt = end.failure === null ? null : at(end.failure.code, end.step);
  const code = failedAt === 'key' && !hasKey ? 'key-missing' : (end.failure?.code ?? null);

  const reached = diagnosisSteps.indexOf(failedAt ?? end.step);
  const stateOf = (step: DiagnosisStep, index: number): DiagnosisState => {
    if (step === failedAt) return 'failed';
    if (index > reached) return 'not-reached';
    return needed[step] ? 'ok' : 'not-needed';
  };
  return {
    at: given.clock.now(),
    steps: diagnosisSteps.map((step, index) => ({
      step,
      state: stateOf(step, index),
      code: step === failedAt ? code : null,
    })),
  };
}

/** The connection state that follows from a check's result. */
export function connectionOf({ steps }: Diagnosis): 'online' | 'offline' | 'key-rejected' {
  const key = steps.find(({ step }) => step === 'key');
  if (key?.state === 'ok') return 'online';
  return key?.code === 'key-rejected' ? 'key-rejected' : 'offline';
}

/** A failure while reaching the storage belongs to the storage step; its code tells the rest. */
const at = (code: ErrorCode, step: DiagnosisStep): DiagnosisStep =>
  step === 'storage' ? step : (stepOfCode[code] ?? step);

/** The last step that was started, and the error that ended the check, if any. */
async function walk(
  client: ClinicClient,
  options: CallOptions,
): Promise<{ step: DiagnosisStep; failure: ChartdropError | null }> {
  let step: DiagnosisStep = 'key';
  try {
    await client.user(options);
    step = 'permission';
    const patient = await anyPatient(client, options);
    if (patient === null) return { step, failure: null };
    const presigned = await client.presignedPost(patient.id, options);
    step = 'storage';
    await askStorage(client.network, new URL(presigned.url), options.signal);
    return { step, failure: null };
  } catch (thrown) {
    const failure = asChartdropError(thrown);
    if (failure.code === 'aborted') throw failure;
    return { step, failure };
  }
}

async function anyPatient(client: ClinicClient, options: CallOptions) {
  for await (const { rows } of client.patients({}, options)) return rows[0] ?? null;
  return null;
}

/** Every answer counts, even a refusal: without signed fields the storage must refuse. */
async function askStorage(network: Network, url: URL, signal: AbortSignal): Promise<void> {
  try {
    await httpClient.head(url, { ...(await routeOptions(network, url)), timeout: timeouts, signal });
  } catch (thrown) {
    throw transportFailure(thrown, url.hostname);
  }
}
