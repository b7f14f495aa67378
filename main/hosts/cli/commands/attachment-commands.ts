import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PatientRef } from '../../../../preload/contract/destination.ts';
import {
  attachmentIdSchema,
  caseIdSchema,
  type PatientId,
  patientIdSchema,
  type UserId,
} from '../../../../preload/contract/ids.ts';
import type { Clinic } from '../../../clinic/clinic.ts';
import { openContent } from '../../../clinic/storage/content.ts';
import {
  attachmentFields,
  type Fields,
  type ListQuery,
  parseFilter,
  parseSort,
  patientAttachmentFields,
} from '../../../clinic/filters.ts';
import { transportFailure } from '../../../clinic/http-errors.ts';
import type { CallOptions } from '../../../clinic/http.ts';
import { patientsById } from '../../../clinic/people/patients-by-id.ts';
import { type AttachmentRecord, isProcessed } from '../../../clinic/schemas.ts';
import { userNames } from '../../../clinic/user-names.ts';
import { ChartdropError } from '../../../base/errors.ts';
import { within } from '../../../base/within.ts';
import { createArchives } from '../../../uploads/archives.ts';
import { fileError, isFileError } from '../../../files/file-errors.ts';
import { createJobWriter } from '../../../jobs/job-writer.ts';
import { asking } from '../../serve/asking.ts';
import { type DestinationOption, idOf } from '../destination-option.ts';
import type { Io } from '../io.ts';
import { oneLine, patientText, sizeText } from '../plain-text.ts';
import { type CommonOptions, sessionHistory } from '../session.ts';

export interface AttachmentsOptions extends CommonOptions, DestinationOption {
  readonly filter: string[];
  readonly sort: string[];
  readonly archived: boolean;
  /** The most attachments to list; undefined: all. */
  readonly limit?: number;
}

const callOf = (io: Io): CallOptions => ({ priority: 'window', signal: io.signal });
const attachmentIdOf = (id: string) => idOf(attachmentIdSchema.safeParse(id), 'ID');

/**
 * `chartdrop attachments`: lists those of a patient, of a case, or all, with the API's filters and orders. Prints each
 * page as it arrives.
 */
export function attachmentsCommand(options: AttachmentsOptions, io: Io): Promise<number> {
  const list = listOf(options);
  return asking(options, io, async (clinic) => {
    const { limit = Infinity } = options;
    const all: ReturnType<typeof shown>[] = [];
    let odd = 0;
    for await (const page of list(clinic, callOf(io))) {
      const rows = page.rows.slice(0, limit - all.length);
      odd += page.odd;
      const names = await namesOf(clinic, rows, callOf(io));
      for (const record of rows) {
        const attachment = shown(record, names);
        all.push(attachment);
        if (!options.json) io.out(oneLine(lineOf(attachment)));
      }
      if (all.length >= limit) break;
    }
    if (options.json) io.out(JSON.stringify({ attachments: all }));
    if (all.length === 0) io.err(commandLine.attachments.none);
    if (odd > 0) io.err(commandLine.attachments.leftOut(odd));
  });
}

/** The list that the options name. Throws `request-invalid` before any request. */
function listOf(options: AttachmentsOptions) {
  if (options.patient !== undefined && options.case !== undefined) {
    throw new ChartdropError('request-invalid', { detail: commandLine.attachments.onePlace });
  }
  if (options.patient !== undefined) {
    const id = idOf(patientIdSchema.safeParse(options.patient), '--patient');
    const query = queryOf(patientAttachmentFields, options);
    return ({ client }: Clinic, call: CallOptions) => client.attachmentsOfPatient(id, query, call);
  }
  const query = queryOf(attachmentFields, options);
  if (options.case === undefined) {
    return ({ client }: Clinic, call: CallOptions) => client.attachments(query, call);
  }
  const id = idOf(caseIdSchema.safeParse(options.case), '--case');
  return ({ client }: Clinic, call: CallOptions) => client.attachmentsOfCase(id, query, call);
}

function queryOf<F extends Fields>(fields: F, options: AttachmentsOptions): ListQuery<F> {
  const filters = options.filter.map((text) => parseFilter(fields, text));
  return {
    filters: options.archived ? [...filters, parseFilter(fields, 'archived_at:*')] : filters,
    sort: options.sort.map((text) => parseSort(fields, text)),
    ...(options.limit === undefined ? {} : { perPage: Math.min(100, options.limit) }),
  };
}

/** Names of the patients, and of the users who added the attachments. Leaves out what the key may not read. */
interface Names {
  readonly patients: ReadonlyMap<PatientId, PatientRef>;
  readonly users: ReadonlyMap<UserId, string>;
}

async function namesOf(
  { client }: Clinic,
  records: readonly AttachmentRecord[],
  call: CallOptions,
): Promise<Names> {
  const [patients, users] = await Promise.all([
    patientsById(
      client,
      records.flatMap(({ patient }) => patient ?? []),
      call,
    ).catch((thrown: unknown): Names['patients'] => {
      if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return new Map();
      throw thrown;
    }),
    userNames(
      client,
      records.flatMap(({ user }) => user ?? []),
      call,
    ),
  ]);
  return { patients, users };
}

const moment = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();

const shown = (record: AttachmentRecord, { patients, users }: Names) => ({
  id: record.id,
  patientId: record.patient,
  patient: record.patient === null ? null : (patients.get(record.patient) ?? null),
  name: record.filename,
  type: record.content_type,
  size: record.size,
  description: record.description,
  added: new Date(record.created_at).toISOString(),
  updated: new Date(record.updated_at).toISOString(),
  processed: moment(record.processed_at),
  archived: moment(record.archived_at),
  pinned: moment(record.pinned_at),
  by: record.user === null ? null : (users.get(record.user) ?? null),
  userId: record.user,
  state: isProcessed(record) ? 'ready' : 'processing',
});
type Shown = ReturnType<typeof shown>;

const whose = ({ patient, patientId }: Shown): string =>
  patient === null ? (patientId ?? commandLine.attachments.unknownPatient) : patientText(patient);
const stateOf = (attachment: Shown): string => (attachment.archived === null ? attachment.state : 'archived');

function lineOf(attachment: Shown): string {
  const size = attachment.size === null ? '' : sizeText(attachment.size);
  return [
    attachment.id,
    attachment.added,
    stateOf(attachment),
    size,
    whose(attachment),
    attachment.name ?? '',
    attachment.description ?? '',
  ]
    .join('  ')
    .trimEnd();
}

/** `chartdrop show ID`: prints every field of one attachment. */
export function showCommand(id: string, options: CommonOptions, io: Io): Promise<number> {
  const attachmentId = attachmentIdOf(id);
  return asking(options, io, async (clinic) => {
    const record = await clinic.client.attachment(attachmentId, callOf(io));
    const attachment = shown(record, await namesOf(clinic, [record], callOf(io)));
    if (options.json) {
      io.out(JSON.stringify({ attachment }));
      return;
    }
    const fields: [string, string | null][] = [
      ['id', attachment.id],
      ['patient', whose(attachment)],
      ['name', attachment.name],
      ['description', attachment.description],
      ['type', attachment.type],
      ['size', attachment.size === null ? null : sizeText(attachment.size)],
      ['state', stateOf(attachment)],
      ['added', attachment.added],
      ['by', attachment.by ?? attachment.userId],
      ['processed', attachment.processed],
      ['updated', attachment.updated],
      ['archived', attachment.archived],
      ['pinned', attachment.pinned],
    ];
    for (const [name, value] of fields) if (value !== null) io.out(oneLine(`${name.padEnd(12)}${value}`));
  });
}

/** `chartdrop save ID FILE`: saves the bytes of one attachment to a new file. */
export function saveCommand(id: string, file: string, options: CommonOptions, io: Io): Promise<number> {
  const attachmentId = attachmentIdOf(id);
  return asking(options, io, async ({ client }) => {
    const record = await client.attachment(attachmentId, callOf(io));
    const bytes = await openContent(client, record, callOf(io));
    const path = resolve(file);
    await saveNew(path, bytes);
    if (options.json) io.out(JSON.stringify({ id: attachmentId, file: path }));
    else io.out(commandLine.attachments.saved(path));
  });
}

/** Refuses to replace a file, is readable only by its owner, and leaves no partial file: it holds a patient's data. */
async function saveNew(path: string, bytes: Readable): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((thrown: unknown) => {
    bytes.destroy();
    throw fileError(thrown);
  });
  try {
    await pipeline(bytes, handle.createWriteStream());
  } catch (thrown) {
    await rm(path, { force: true });
    throw isFileError(thrown) ? fileError(thrown) : transportFailure(thrown, '');
  }
}

/**
 * `chartdrop archive ID`: archives an attachment in the clinic and records who did it. Exit code 1 if the clinic has not
 * confirmed it in the time that `--wait` gives.
 */
export async function archiveCommand(id: string, options: CommonOptions, io: Io): Promise<number> {
  const attachmentId = attachmentIdOf(id);
  const end = { isArchived: false };
  await asking(options, io, async (clinic, session) => {
    await clinic.identify(callOf(io));
    const history = sessionHistory(session, 'beside', clinic);
    const { clock, log, random } = session.ports;
    const ended = Promise.withResolvers<null>();
    const archives = createArchives({
      ...{ client: clinic.client, history, clock, log, random },
      writer: createJobWriter(history.jobs, () => undefined),
      onChanged() {
        if (history.archives.get(attachmentId)?.standing !== 'waiting') ended.resolve(null);
      },
    });
    try {
      if ((await archives.archive({ id: attachmentId, patientId: null }, callOf(io))) === 'waiting')
        await within(ended.promise, { clock, ms: session.waitMs, signal: io.signal });
      end.isArchived = history.archives.get(attachmentId) === null;
    } finally {
      await archives.stop();
      history.close();
    }
  });
  const { isArchived } = end;
  if (options.json) io.out(JSON.stringify({ id: attachmentId, archived: isArchived }));
  else if (isArchived) io.out(commandLine.attachments.archived(attachmentId));
  else io.err(commandLine.attachments.archiveWaits(attachmentId));
  return isArchived ? 0 : 1;
}
