import { Readable } from 'node:stream';
import mime from 'mime-types';
import { z } from 'zod';
import {
  attachmentIdSchema,
  caseIdSchema,
  jobIdSchema,
  patientIdSchema,
} from '../../preload/contract/ids.ts';
import type { UploadJob } from '../jobs/job.ts';
import { visibleText } from '../../preload/contract/visible-text.ts';
import { openContent } from '../clinic/storage/content.ts';
import { transportFailure } from '../clinic/http-errors.ts';
import { ChartdropError } from '../base/errors.ts';
import { fileError } from '../files/file-errors.ts';
import { readFingerprint } from '../files/fingerprint.ts';
import { openScan } from '../files/folder-files.ts';
import { placementOf } from './handlers/add-paths.ts';
import { dropDestination } from './handlers/ask-destination.ts';
import { type HandlerDeps, windowCall } from './handlers/handler-types.ts';
import { historyCsv } from '../database/audit/history-csv.ts';
import { previewKind } from './views/job-view.ts';
import { pageOf, type ShownFile, shownText, told } from './previews.ts';
import { reportOf } from './report.ts';

/** Bytes for the window, with their headers. */
export interface Bytes {
  readonly stream: Readable;
  readonly type: string;
  /** The file name for saving. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The source of a preview: the clinic, or this machine. */
export type ByteSource = 'content' | 'local';

const dropSchema = z.object({
  name: z.string().min(1).max(255),
  source: z.enum(['drop', 'paste']),
  patient: patientIdSchema.optional(),
  case: caseIdSchema.optional(),
});

/** Data that window and core exchange as bytes instead of messages, in both hosts. Each throws `ChartdropError`s. */
export interface ByteRoutes {
  content(attachmentId: string): Promise<Bytes>;
  local(jobId: string): Promise<Bytes>;
  /** A page as a picture; `query` gives its number and width. Errors come as JSON instead. */
  page(source: ByteSource, id: string, query: unknown): Promise<Bytes>;
  /** The start of a text in UTF-8, or JSON as above. */
  text(source: ByteSource, id: string): Promise<Bytes>;
  history(): Bytes;
  /** A file that was made on request. Throws `choice-expired`. */
  made(id: string): Bytes;
  /** The settings for another PC. */
  settings(): Bytes;
  /** Created on request, with a connection check. */
  report(): Promise<Bytes>;
  /** Takes the bytes of a file without a path. `query`: the window's request. */
  drop(query: unknown, bytes: Readable): Promise<UploadJob>;
}

const parse = <T>(parsed: { success: true; data: T } | { success: false }): T => {
  if (parsed.success) return parsed.data;
  throw new ChartdropError('request-invalid');
};

/** The file of a job at its current path. Throws `job-not-found`, and the file system's errors. */
async function fileOf({ desk }: Pick<HandlerDeps, 'desk'>, jobId: string) {
  const job = desk.app().history.jobs.get(parse(jobIdSchema.safeParse(jobId)));
  if (job === null || previewKind(job.file.name) === 'none') throw new ChartdropError('job-not-found');
  // The copy has the job's bytes, even if the name was used again.
  const copy = job.state === 'filed' ? null : await desk.app().copies.find(job.file);
  const path = copy ?? (job.state === 'filed' && job.movedTo !== null ? job.movedTo : job.file.path);
  const open = async (): Promise<Readable> => (await openScan(path, null)).handle.createReadStream();
  return { open, name: job.file.name, fingerprint: await readFingerprint(path) };
}

/** The bytes of an attachment. Throws the clinic's and the network's errors. */
async function contentOf(deps: HandlerDeps, attachmentId: string) {
  const { client } = deps.desk.app().clinic;
  const id = parse(attachmentIdSchema.safeParse(attachmentId));
  const record = await client.attachment(id, windowCall(deps));
  return {
    stream: await openContent(client, record, windowCall(deps)),
    type: record.content_type,
    name: record.filename ?? attachmentId,
    size: record.size,
    failure: (thrown: unknown) => transportFailure(thrown, ''),
  };
}

/** The attachment of a filed job whose file is gone from this PC; rethrows `thrown` if there is none. */
function attachmentInstead({ desk }: Pick<HandlerDeps, 'desk'>, jobId: string, thrown: unknown): string {
  const job = desk.app().history.jobs.get(parse(jobIdSchema.safeParse(jobId)));
  const isMissing = thrown instanceof ChartdropError && thrown.code === 'file-missing';
  if (isMissing && job?.state === 'filed' && job.archivedAt === null) return job.attachmentId;
  throw thrown;
}

/** Files to preview, each under a separate name that depends on the clinic. */
function createShownFiles(deps: HandlerDeps) {
  let [app, opened] = [deps.desk.opened()?.app, 0];
  const shown = async (source: ByteSource, id: string): Promise<ShownFile> => {
    const now = deps.desk.app();
    if (now !== app) [app, opened] = [now, opened + 1];
    if (source === 'content') {
      return { key: `${opened} content ${id}`, open: () => contentOf(deps, id) };
    }
    const { open, name, fingerprint } = await fileOf(deps, id);
    const { size, modifiedNs, inode } = fingerprint;
    return {
      key: `${opened} local ${id} ${size} ${modifiedNs} ${inode}`,
      open: async () => ({ stream: await open(), type: null, name, size, failure: fileError }),
    };
  };
  return (source: ByteSource, id: string): Promise<ShownFile> =>
    shown(source, id).catch((thrown: unknown) => shown('content', attachmentInstead(deps, id, thrown)));
}

export function createByteRoutes(deps: HandlerDeps): ByteRoutes {
  const { desk, clock, signal } = deps;
  const shownFile = createShownFiles(deps);
  return {
    async content(attachmentId) {
      const { stream, type, name } = await contentOf(deps, attachmentId);
      return { stream, type: safeType(type), name: visibleText(name) };
    },
    async local(jobId) {
      try {
        const { open, name } = await fileOf(deps, jobId);
        return { stream: await open(), type: safeType(mime.lookup(name)), name: visibleText(name) };
      } catch (thrown) {
        return await this.content(attachmentInstead(deps, jobId, thrown));
      }
    },
    page: (source, id, query) => told(async () => pageOf(await shownFile(source, id), query, deps)),
    text: (source, id) => told(async () => shownText(await shownFile(source, id))),
    history() {
      const { audit } = desk.app().history;
      return {
        stream: Readable.from(historyCsv(audit)),
        type: 'text/csv; charset=utf-8',
        name: 'history.csv',
      };
    },
    made(id) {
      const { name, type, bytes } = deps.made.get(id);
      return { stream: Readable.from([bytes]), type, name };
    },
    settings() {
      const { text } = desk.exportSettings();
      return { stream: Readable.from([text]), type: 'application/json', name: 'chartdrop-settings.json' };
    },
    async report() {
      const report = reportOf(deps, await desk.diagnose());
      return { stream: Readable.from([report]), type: 'application/json', name: 'chartdrop-report.json' };
    },
    async drop(query, bytes) {
      const { name, source, patient, case: caseId } = parse(dropSchema.safeParse(query));
      const { uploads, spool } = desk.app();
      const target = patient === undefined ? null : { patientId: patient, caseId: caseId ?? null };
      const destination = await dropDestination(desk, target, deps);
      const path = await spool.write(bytes, signal);
      try {
        return await uploads.intake.takeIn(
          {
            path,
            name,
            source,
            folderId: null,
            appearedAt: clock.now(),
            description: null,
            afterFiling: 'stay',
            placement: placementOf(destination),
            duplicateAccepted: false,
          },
          signal,
        );
      } catch (thrown) {
        await spool.discard(path);
        throw thrown;
      }
    },
  };
}

const shown = /^image\/(png|jpeg|gif|webp|bmp)$/;

/** Picture types that the window shows; all other types are plain bytes, so that nothing from a chart runs here. */
function safeType(type: string | false | null): string {
  const plain = (type === false ? '' : (type ?? '')).split(';')[0]?.trim().toLowerCase() ?? '';
  return shown.test(plain) ? plain : 'application/octet-stream';
}
