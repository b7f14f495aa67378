import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiUrlOf, findAny, findShown, listBody } from './api-lists.ts';
import { refuseBody } from './api-refusal.ts';
import { inTransaction } from '../base/database.ts';
import { caseFields } from './fields.ts';
import type { PatientCase } from '../records/records.ts';
import { renderCase } from '../records/render.ts';
import { createCase, updateCase, type WriteCaseDeps, type WrittenCase } from '../records/write-case.ts';

type ById = { Params: { id: string } };
export interface CaseDeps extends WriteCaseDeps {
  /** Aborts when the clinic stops. */
  readonly signal: AbortSignal;
}

/** Patients' cases, read and written. */
export function addCaseRoutes(api: FastifyInstance, deps: CaseDeps): void {
  const { records } = deps;

  api.get('/v1/patient_cases', { config: { step: 'cases', takes: 'list' } }, async (request) =>
    listBody(request, records, {
      name: 'patient_cases',
      kind: 'case',
      fields: caseFields,
      render: renderCase,
    }),
  );
  api.get<ById>('/v1/patient_cases/:id', { config: { step: 'case', takes: 'filters' } }, async (request) =>
    renderCase(findShown(request, records, 'case'), apiUrlOf(request)),
  );

  api.post('/v1/patient_cases', { config: { step: 'case-create' } }, async (request, reply) =>
    answer(request, reply, 201, createCase(request.body, deps)),
  );
  api.patch<ById>('/v1/patient_cases/:id', { config: { step: 'case-write' } }, async (request, reply) => {
    const before = findAny(records, 'case', request.params.id);
    const listed = deps.caseLinks.of(before.id);
    const written = updateCase(before, request.body, request.switches.caseWrite, deps);
    const { fault } = request;
    if (fault !== null && typeof fault === 'object' && 'overwriteMs' in fault) {
      overwriteLater(before, listed, fault.overwriteMs, deps);
    }
    return answer(request, reply, 200, written);
  });
}

/** Plays a writer that read the list before the last write and overwrites that write. */
function overwriteLater(
  { id, patient_id }: PatientCase,
  listed: readonly string[],
  afterMs: number,
  { caseLinks, records, db, signal }: CaseDeps,
): void {
  const own = records
    .list('attachment')
    .find((one) => one.patient_id === patient_id && one.bytes.from === 'seed' && !listed.includes(one.id));
  const timer = setTimeout(() => {
    if (signal.aborted) return;
    inTransaction(db, () => caseLinks.replace(id, own === undefined ? listed : [...listed, own.id]));
  }, afterMs);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, written: WrittenCase) {
  if ('errors' in written) return refuseBody(request, reply, written.errors);
  const body = renderCase(written.patientCase, apiUrlOf(request));
  return reply.code(status).header('location', body.links.self).send(body);
}
