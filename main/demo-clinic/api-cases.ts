import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiUrlOf, findAny, findShown, listBody } from './api-lists.ts';
import { refuseBody } from './api-refusal.ts';
import { caseFields } from './fields.ts';
import { renderCase } from './render.ts';
import { createCase, updateCase, type WriteCaseDeps, type WrittenCase } from './write-case.ts';

type ById = { Params: { id: string } };
export type CaseDeps = WriteCaseDeps;

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
    return answer(request, reply, 200, updateCase(before, request.body, request.switches.caseWrite, deps));
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, written: WrittenCase) {
  if ('errors' in written) return refuseBody(request, reply, written.errors);
  const body = renderCase(written.patientCase, apiUrlOf(request));
  return reply.code(status).header('location', body.links.self).send(body);
}
