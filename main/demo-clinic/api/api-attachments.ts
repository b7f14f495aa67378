import type { FastifyInstance } from 'fastify';
import { apiUrlOf, findAny, findShown, listBody } from './api-lists.ts';
import { refuseBody } from './api-refusal.ts';
import type { CaseLinks } from '../records/case-links.ts';
import { signContentUrl } from '../store/content-url.ts';
import { createAttachment, type CreateDeps } from './create-attachment.ts';
import { asFate, type Faults } from '../faults/faults.ts';
import { attachmentFields, patientAttachmentFields } from './fields.ts';
import { presignPost } from '../store/presigned-post.ts';
import { utc, type Attachment } from '../records/records.ts';
import { renderAttachment } from '../records/render.ts';
import { uriEncode, type StorageAccount } from '../store/signature-v4.ts';

type ById = { Params: { id: string } };

export interface AttachmentDeps extends CreateDeps {
  readonly caseLinks: CaseLinks;
  readonly faults: Faults;
  readonly account: StorageAccount;
  /** Ends in a slash. */
  readonly storageUrl: () => string;
  readonly policyLifetimeMs: number;
  readonly maxFileBytes: number;
}

/** How long the address of an attachment's bytes is valid. */
const contentSeconds = 60;

/** The eight attachment operations, and the redirect to an attachment's bytes. */
export function addAttachmentRoutes(api: FastifyInstance, deps: AttachmentDeps): void {
  const { records, caseLinks, now } = deps;
  const render = (row: Attachment, apiUrl: string) => renderAttachment(row, apiUrl, deps.faults.switches());
  const list = { name: 'patient_attachments', kind: 'attachment', render } as const;

  api.get('/v1/patient_attachments', { config: { step: 'list', takes: 'list' } }, async (request) =>
    listBody(request, records, { ...list, fields: attachmentFields }),
  );

  api.get<ById>(
    '/v1/patients/:id/patient_attachments',
    { config: { step: 'list', takes: 'list' } },
    async (request) => {
      const { id } = findAny(records, 'patient', request.params.id);
      return listBody(request, records, {
        ...list,
        fields: patientAttachmentFields,
        within: { patientId: id },
      });
    },
  );

  api.get<ById>(
    '/v1/patient_cases/:id/patient_attachments',
    { config: { step: 'list', takes: 'list' } },
    async (request) => {
      const { id } = findAny(records, 'case', request.params.id);
      return listBody(request, records, {
        ...list,
        fields: attachmentFields,
        within: { ids: caseLinks.of(id) },
      });
    },
  );

  api.get<ById>(
    '/v1/patient_attachments/:id',
    { config: { step: 'attachment', takes: 'filters' } },
    async (request) => render(findShown(request, records, 'attachment'), apiUrlOf(request)),
  );

  api.get<ById>(
    '/v1/patient_attachments/:id/content',
    { config: { step: 'content' } },
    async (request, reply) => {
      const { id, filename, processed_at } = findAny(records, 'attachment', request.params.id);
      if (processed_at === null) return reply.code(404).send({ message: 'Not processed yet' });
      const url = new URL(`attachments/${id}/${uriEncode(filename ?? '')}`, deps.storageUrl());
      return reply.redirect(signContentUrl(url, now(), contentSeconds, deps.account).href, 302);
    },
  );

  api.get<ById>(
    '/v1/patients/:id/attachment_presigned_post',
    { config: { step: 'presign' } },
    async (request, reply) => {
      const { id } = findAny(records, 'patient', request.params.id);
      const lifetimeMs = request.fault === 'expire-policy' ? -1000 : deps.policyLifetimeMs;
      const post = presignPost({
        ...deps,
        storageUrl: deps.storageUrl(),
        patientId: id,
        now: now(),
        lifetimeMs,
      });
      const { presigned } = request.switches;
      const isStruck = (how: 'null-url' | 'null-fields') => request.fault === how || presigned === how;
      if (request.fault === 'null-post' || presigned === 'null') {
        return reply.type('application/json').send('null');
      }
      return {
        url: isStruck('null-url') ? null : post.url,
        fields: isStruck('null-fields') ? null : post.fields,
      };
    },
  );

  api.post('/v1/patient_attachments', { config: { step: 'create' } }, async (request, reply) => {
    const created = createAttachment(request.body, asFate(request.fault), deps);
    if ('errors' in created) return refuseBody(request, reply, created.errors);
    const body = render(created.attachment, apiUrlOf(request));
    return reply.code(201).header('location', body.links.self).send(body);
  });

  function archive(id: string): void {
    const attachment = findAny(records, 'attachment', id);
    // Archiving again changes nothing: a client that lost the first answer may repeat the call.
    if (attachment.archived_at !== null) return;
    const at = utc(now());
    records.put('attachment', { ...attachment, archived_at: at, updated_at: at });
  }
  api.post<ById>(
    '/v1/patient_attachments/:id/archive',
    { config: { step: 'archive' } },
    async (request, reply) => {
      archive(request.params.id);
      return reply.code(204).send();
    },
  );
  api.delete<ById>(
    '/v1/patient_attachments/:id',
    { config: { step: 'archive-by-delete' } },
    async (request, reply) => {
      archive(request.params.id);
      return reply.code(204).send();
    },
  );
}
