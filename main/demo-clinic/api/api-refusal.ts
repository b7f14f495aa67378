import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldErrors } from '../base/field-errors.ts';

/** 422, with the errors in the form that the switch says. */
export function refuseBody(request: FastifyRequest, reply: FastifyReply, errors: FieldErrors): FastifyReply {
  const sentences = Object.entries(errors).map(([field, message]) => `${field} ${message}`);
  const forms = { 'by-field': errors, list: sentences, text: sentences.join('; ') };
  return reply.code(422).send({ message: 'Validation Failed', errors: forms[request.switches.refusals] });
}
