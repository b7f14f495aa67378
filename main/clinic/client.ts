import type { z } from 'zod';
import type { AttachmentId, CaseId, PatientId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../base/errors.ts';
import type { Network } from '../base/ports.ts';
import {
  type attachmentFields,
  type caseFields,
  type Fields,
  type groupAppointmentFields,
  type individualAppointmentFields,
  listParameters,
  type ListQuery,
  type patientAttachmentFields,
  type patientFields,
  type userFields,
} from './filters.ts';
import type { ApiAnswer, CallOptions, ClinicHttp } from './http.ts';
import { type Page, type PagePlace, pages, type PlacedPage, readBody, readPage } from './pages.ts';
import {
  attachmentIdRowSchema,
  type AttachmentRecord,
  attachmentSchema,
  type Business,
  businessSchema,
  caseSchema,
  type ClinicUser,
  type GroupAppointment,
  groupAppointmentSchema,
  type IndividualAppointment,
  individualAppointmentSchema,
  type NamedUser,
  namedUserSchema,
  type Patient,
  type PatientCase,
  patientSchema,
  type Practitioner,
  practitionerSchema,
  type PresignedPost,
  presignedPostSchema,
  type PublicSettings,
  publicSettingsSchema,
  userSchema,
} from './schemas.ts';

interface NewAttachment {
  readonly patientId: PatientId;
  readonly uploadUrl: string;
  /** At most 255 characters. */
  readonly description: string | null;
}

type List<T> = AsyncIterable<Page<T>>;

/** The API's operations, named as in Cliniko's reference. Every call throws only `ChartdropError`. */
export interface ClinicClient {
  /** The network to the API and to the storage, for uploads and downloads outside these calls. */
  readonly network: Network;
  user(options: CallOptions): Promise<ClinicUser>;
  publicSettings(options: CallOptions): Promise<PublicSettings>;
  patients(query: ListQuery<typeof patientFields>, options: CallOptions): List<Patient>;
  /** Archived ones too, so that the caller can explain why one cannot be chosen. */
  patient(id: PatientId, options: CallOptions): Promise<Patient>;
  cases(query: ListQuery<typeof caseFields>, options: CallOptions): List<PatientCase>;
  case(id: CaseId, options: CallOptions): Promise<PatientCase>;
  attachments(query: ListQuery<typeof attachmentFields>, options: CallOptions): List<AttachmentRecord>;
  attachmentsOfPatient(
    id: PatientId,
    query: ListQuery<typeof patientAttachmentFields>,
    options: CallOptions,
  ): List<AttachmentRecord>;
  attachmentsOfCase(
    id: CaseId,
    query: ListQuery<typeof attachmentFields>,
    options: CallOptions,
  ): List<AttachmentRecord>;
  /** One page of a list of attachments, for callers that may not need the next page. */
  attachmentPage(place: PagePlace, options: CallOptions): Promise<PlacedPage<AttachmentRecord>>;
  /** Archived ones too. */
  attachment(id: AttachmentId, options: CallOptions): Promise<AttachmentRecord>;
  /** The ids in a case's list, archived ones too, page by page. */
  attachmentIdsOfCase(id: CaseId, options: CallOptions): List<{ id: AttachmentId }>;
  /** Replaces a case's list: attachments that are not named are removed from it. Safe to repeat. */
  setAttachmentsOfCase(id: CaseId, ids: readonly AttachmentId[], options: CallOptions): Promise<void>;
  users(query: ListQuery<typeof userFields>, options: CallOptions): List<NamedUser>;
  practitioners(options: CallOptions): List<Practitioner>;
  businesses(options: CallOptions): List<Business>;
  individualAppointments(
    query: ListQuery<typeof individualAppointmentFields>,
    options: CallOptions,
  ): List<IndividualAppointment>;
  groupAppointments(
    query: ListQuery<typeof groupAppointmentFields>,
    options: CallOptions,
  ): List<GroupAppointment>;
  /** Throws `presigned-post-missing` if the answer holds none. */
  presignedPost(id: PatientId, options: CallOptions): Promise<PresignedPost>;
  /** Not safe to repeat: after an error without a clear answer the record may exist. */
  createAttachment(attachment: NewAttachment, options: CallOptions): Promise<AttachmentRecord>;
  /** Hides it in the service. The API cannot undo it. */
  archiveAttachment(id: AttachmentId, options: CallOptions): Promise<void>;
  /** The storage's URL of an attachment's bytes. Fetch it without the key. */
  contentLocation(contentUrl: string, options: CallOptions): Promise<string>;
}

const attachmentRows = {
  resource: 'patient_attachments',
  row: attachmentSchema,
  reading: 'tolerant',
} as const;

/** Archived ones too, in an order that new records do not disturb. */
const wholeList: ListQuery<typeof attachmentFields> = {
  filters: [{ field: 'archived_at', operator: '*' }],
  sort: [{ field: 'id', direction: 'asc' }],
};

/** A single GET finds an archived record only with this filter. */
const withArchived = new URLSearchParams({ 'q[]': 'archived_at:*' });

/** Lists that identify no patient: an unreadable row keeps no other from being shown. */
function scheduleOf(
  http: ClinicHttp,
): Pick<ClinicClient, 'practitioners' | 'businesses' | 'individualAppointments' | 'groupAppointments'> {
  const list = <F extends Fields, T extends z.ZodType>(
    resource: string,
    row: T,
    query: ListQuery<F>,
    options: CallOptions,
  ) =>
    pages(
      http,
      { at: `/${resource}`, parameters: listParameters(query), resource, row, reading: 'tolerant' },
      options,
    );
  return {
    practitioners: (options) => list('practitioners', practitionerSchema, {}, options),
    businesses: (options) => list('businesses', businessSchema, {}, options),
    individualAppointments: (query, options) =>
      list('individual_appointments', individualAppointmentSchema, query, options),
    groupAppointments: (query, options) => list('group_appointments', groupAppointmentSchema, query, options),
  };
}

/** Builds the client of one clinic. */
export function createClinicClient(http: ClinicHttp): ClinicClient {
  const attachmentsAt = <F extends Fields>(at: string, query: ListQuery<F>, options: CallOptions) =>
    pages(http, { at, parameters: listParameters(query), ...attachmentRows }, options);
  const get = (at: string, options: CallOptions, parameters = new URLSearchParams()) =>
    http.call({ method: 'GET', at, parameters }, options);

  return {
    ...scheduleOf(http),
    network: http.network,

    user: async (options) => readBody(await get('/user', options), userSchema),
    publicSettings: async (options) => readBody(await get('/settings/public', options), publicSettingsSchema),

    patients: (query, options) =>
      pages(
        http,
        {
          at: '/patients',
          parameters: listParameters(query),
          resource: 'patients',
          row: patientSchema,
          reading: 'strict',
        },
        options,
      ),
    patient: async (id, options) =>
      readBody(await get(`/patients/${id}`, options, withArchived), patientSchema),

    cases: (query, options) =>
      pages(
        http,
        {
          at: '/patient_cases',
          parameters: listParameters(query),
          resource: 'patient_cases',
          row: caseSchema,
          reading: 'strict',
        },
        options,
      ),
    case: async (id, options) =>
      readBody(await get(`/patient_cases/${id}`, options, withArchived), caseSchema),

    attachments: (query, options) => attachmentsAt('/patient_attachments', query, options),
    attachmentsOfPatient: (id, query, options) =>
      attachmentsAt(`/patients/${id}/patient_attachments`, query, options),
    attachmentsOfCase: (id, query, options) =>
      attachmentsAt(`/patient_cases/${id}/patient_attachments`, query, options),
    attachmentPage: (place, options) => readPage(http, { place, ...attachmentRows }, options),
    attachmentIdsOfCase: (id, options) =>
      pages(
        http,
        {
          at: `/patient_cases/${id}/patient_attachments`,
          parameters: listParameters(wholeList),
          ...attachmentRows,
          row: attachmentIdRowSchema,
          reading: 'strict',
        },
        options,
      ),
    setAttachmentsOfCase: async (id, ids, options) => {
      const at = `/patient_cases/${id}`;
      const answer = await http.call({ method: 'PATCH', at, json: { patient_attachment_ids: ids } }, options);
      // A redirect or log-in page with status 200 changed nothing.
      readBody(answer, caseSchema.pick({ id: true }));
    },
    users: (query, options) =>
      pages(
        http,
        {
          at: '/users',
          parameters: listParameters(query),
          resource: 'users',
          row: namedUserSchema,
          reading: 'tolerant',
        },
        options,
      ),
    attachment: async (id, options) =>
      readBody(await get(`/patient_attachments/${id}`, options, withArchived), attachmentSchema),

    presignedPost: async (id, options) => {
      const answer = await get(`/patients/${id}/attachment_presigned_post`, options);
      const { url, fields } = readBody(answer, presignedPostSchema) ?? {};
      if (typeof url !== 'string' || !fields) throw new ChartdropError('presigned-post-missing');
      http.storageAddress(url);
      // Must stay unchanged, since the upload's URL is built from this exact text.
      return { url, fields };
    },
    createAttachment: async ({ patientId, uploadUrl, description }, options) =>
      readBody(
        await http.call(
          {
            method: 'POST',
            at: '/patient_attachments',
            json: { patient_id: patientId, upload_url: uploadUrl, description },
          },
          options,
        ),
        attachmentSchema,
      ),
    archiveAttachment: async (id, options) => {
      const at = `/patient_attachments/${id}`;
      // A redirect or a log-in page with status 200, as guest networks send, archived nothing.
      const done = ({ status }: ApiAnswer): void => {
        if (status !== 204) throw new ChartdropError('answer-invalid');
      };
      try {
        done(await http.call({ method: 'POST', at: `${at}/archive` }, options));
      } catch (thrown) {
        if (!(thrown instanceof ChartdropError) || thrown.code !== 'record-not-found') throw thrown;
        // A 404 means an unknown route (on a server that only has the deprecated one) or an unknown record. DELETE
        // tells them apart.
        done(await http.call({ method: 'DELETE', at }, options));
      }
    },

    contentLocation: async (contentUrl, options) => {
      const answer = await http.call({ method: 'GET', at: contentUrl }, options);
      const location = answer.location === undefined ? null : URL.parse(answer.location, contentUrl);
      if (answer.status < 300 || location === null) throw new ChartdropError('answer-invalid');
      return http.storageAddress(location.href).href;
    },
  };
}
