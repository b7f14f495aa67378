import { attachmentIdSchema, caseIdSchema, patientIdSchema } from '../../../preload/contract/ids.ts';
import type { Clinic } from '../../clinic/clinic.ts';
import {
  attachmentFields,
  type Fields,
  parseFilter,
  parseSort,
  patientAttachmentFields,
  type ListQuery,
} from '../../clinic/filters.ts';
import { collect } from '../../clinic/pages.ts';
import { patientRef, searchPatients } from '../../clinic/patient-search.ts';
import { type AttachmentRecord, isProcessed } from '../../clinic/schemas.ts';
import { archiveAttachment } from '../../uploads/archive-attachment.ts';
import { createJobWriter } from '../../uploads/job-writer.ts';
import { patientText, sizeText } from './plain-text.ts';
import { type DestinationOption, idOf } from './destination-option.ts';
import type { Io } from './io.ts';
import { type CommonOptions, openSession, type Session, sessionClinic, sessionHistory } from './session.ts';
import { systemClock } from '../system-clock.ts';

/** Runs one question to the clinic in a session of its own. Exit code 0; errors are thrown. */
async function asking(
  options: CommonOptions,
  io: Io,
  ask: (clinic: Clinic, session: Session) => Promise<void>,
): Promise<number> {
  const session = await openSession(options, io);
  try {
    await ask(sessionClinic(session), session);
    return 0;
  } finally {
    await session.close();
  }
}

/** `chartdrop clinic`: proves the key and says whose it is. */
export function clinicCommand(options: CommonOptions, io: Io): Promise<number> {
  return asking(options, io, async (clinic, { baseUrl }) => {
    const user = await clinic.identify({ priority: 'window', signal: io.signal });
    const name = `${user.first_name} ${user.last_name}`.trim();
    if (options.json) io.out(JSON.stringify({ id: user.id, name, role: user.role, address: baseUrl }));
    else io.out(`${name}${user.role === null ? '' : ` (${user.role})`} at ${baseUrl}`);
  });
}

/** `chartdrop patients QUERY`: current patients by name, id, date of birth, old reference or pasted address. */
export function patientsCommand(query: string, options: CommonOptions, io: Io): Promise<number> {
  return asking(options, io, async (clinic) => {
    const call = { priority: 'window', signal: io.signal } as const;
    const { current, unavailable } = await searchPatients(clinic.client, query, call);
    const patients = current.map(patientRef);
    if (options.json) io.out(JSON.stringify({ patients, unavailable: unavailable.map(patientRef) }));
    else for (const patient of patients) io.out(patientText(patient));
    if (patients.length > 0) return;
    io.err('No current patient fits these words.');
    for (const patient of unavailable) {
      io.err(`Archived, deleted or merged, and not to be chosen: ${patientText(patientRef(patient))}`);
    }
  });
}

export interface AttachmentsOptions extends CommonOptions, DestinationOption {
  readonly filter: string[];
  readonly sort: string[];
  readonly archived: boolean;
}

/** `chartdrop attachments`: of a patient, of a case, or all; with the API's filters and sort orders. */
export function attachmentsCommand(options: AttachmentsOptions, io: Io): Promise<number> {
  return asking(options, io, async ({ client }) => {
    const call = { priority: 'window', signal: io.signal } as const;
    const list = () => {
      if (options.patient !== undefined) {
        const id = idOf(patientIdSchema.safeParse(options.patient), '--patient');
        return client.attachmentsOfPatient(id, queryOf(patientAttachmentFields, options), call);
      }
      const query = queryOf(attachmentFields, options);
      if (options.case === undefined) return client.attachments(query, call);
      return client.attachmentsOfCase(idOf(caseIdSchema.safeParse(options.case), '--case'), query, call);
    };
    const attachments = (await collect(list())).map(shown);
    if (options.json) io.out(JSON.stringify({ attachments }));
    else for (const attachment of attachments) io.out(lineOf(attachment));
    if (attachments.length === 0) io.err('No attachment fits.');
  });
}

function queryOf<F extends Fields>(fields: F, options: AttachmentsOptions): ListQuery<F> {
  const filters = options.filter.map((text) => parseFilter(fields, text));
  return {
    filters: options.archived ? [...filters, parseFilter(fields, 'archived_at:*')] : filters,
    sort: options.sort.map((text) => parseSort(fields, text)),
  };
}

const shown = (record: AttachmentRecord) => ({
  id: record.id,
  patientId: record.patient,
  name: record.filename,
  type: record.content_type,
  size: record.size,
  description: record.description,
  added: new Date(record.created_at).toISOString(),
  archived: record.archived_at === null ? null : new Date(record.archived_at).toISOString(),
  state: isProcessed(record) ? 'ready' : 'processing',
});

function lineOf(attachment: ReturnType<typeof shown>): string {
  const size = attachment.size === null ? '' : sizeText(attachment.size);
  const state = attachment.archived === null ? attachment.state : 'archived';
  return [attachment.id, attachment.added, state, size, attachment.name ?? '', attachment.description ?? '']
    .join('  ')
    .trimEnd();
}

/** `chartdrop archive ID`: hides an attachment in the clinic, and writes down who did. */
export function archiveCommand(id: string, options: CommonOptions, io: Io): Promise<number> {
  return asking(options, io, async (clinic, session) => {
    const attachmentId = idOf(attachmentIdSchema.safeParse(id), 'ID');
    const call = { priority: 'window', signal: io.signal } as const;
    await clinic.identify(call);
    const history = sessionHistory(session, 'beside', clinic);
    try {
      const writer = createJobWriter(history.jobs, () => undefined);
      await archiveAttachment(
        { client: clinic.client, history, clock: systemClock, writer },
        { id: attachmentId, patientId: null },
        call,
      );
    } finally {
      history.close();
    }
    if (options.json) io.out(JSON.stringify({ id: attachmentId, archived: true }));
    else io.out(`Attachment ${attachmentId} is archived. It cannot be undone here.`);
  });
}
