import { Readable } from 'node:stream';
import mime from 'mime-types';
import { z } from 'zod';
import {
  attachmentIdSchema,
  caseIdSchema,
  jobIdSchema,
  patientIdSchema,
} from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../preload/contract/job.ts';
import { visibleText } from '../../preload/contract/visible-text.ts';
import { openContent } from '../clinic/content.ts';
import { ChartdropError } from '../errors.ts';
import { readFingerprint } from '../uploads/fingerprint.ts';
import { openScan } from '../uploads/folder-files.ts';
import { placementOf } from './add-paths.ts';
import { dropDestination } from './ask-destination.ts';
import { type HandlerDeps, windowCall } from './handler-types.ts';
import { historyCsv } from '../history/history-csv.ts';
import { previewKind } from './job-view.ts';
import { reportOf } from './report.ts';

/** Bytes for the window, with what a host must say of them. */
export interface Bytes {
  readonly stream: Readable;
  readonly type: string;
  /** The name to save them under. */
  readonly name: string;
}

const dropSchema = z.object({
  name: z.string().min(1).max(255),
  source: z.enum(['drop', 'paste']),
  patient: patientIdSchema.optional(),
  case: caseIdSchema.optional(),
});

/** What goes between window and core as bytes, not as messages: the same for both hosts. Each throws `ChartdropError`s. */
export interface ByteRoutes {
  content(attachmentId: string): Promise<Bytes>;
  local(jobId: string): Promise<Bytes>;
  history(): Bytes;
  /** Made anew: the way to the clinic is tried for it. */
  report(): Promise<Bytes>;
  /** Takes the bytes of a file that has no path. `query` is what the window asked with. */
  drop(query: unknown, bytes: Readable): Promise<UploadJob>;
}

const parse = <T>(parsed: { success: true; data: T } | { success: false }): T => {
  if (parsed.success) return parsed.data;
  throw new ChartdropError('request-invalid');
};

export function createByteRoutes(deps: HandlerDeps): ByteRoutes {
  const { desk, clock, signal } = deps;
  return {
    async content(attachmentId) {
      const { client } = desk.app().clinic;
      const id = parse(attachmentIdSchema.safeParse(attachmentId));
      const record = await client.attachment(id, windowCall(deps));
      const stream = await openContent(client, record, windowCall(deps));
      return {
        stream,
        type: safeType(record.content_type),
        name: visibleText(record.filename ?? attachmentId),
      };
    },
    async local(jobId) {
      const job = desk.app().history.jobs.get(parse(jobIdSchema.safeParse(jobId)));
      if (job === null || previewKind(job.file.name) === 'none') throw new ChartdropError('job-not-found');
      // The copy holds what the job stands for, also where its name was used again.
      const copy = job.state === 'filed' ? null : await desk.app().copies.find(job.file);
      const path = copy ?? (job.state === 'filed' && job.movedTo !== null ? job.movedTo : job.file.path);
      await readFingerprint(path);
      return {
        stream: (await openScan(path, null)).createReadStream(),
        type: safeType(mime.lookup(job.file.name)),
        name: visibleText(job.file.name),
      };
    },
    history() {
      const { audit } = desk.app().history;
      return {
        stream: Readable.from(historyCsv(audit)),
        type: 'text/csv; charset=utf-8',
        name: 'history.csv',
      };
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
        return await uploads.intake.take(
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

const shown = /^(image\/(png|jpeg|gif|webp|bmp|tiff)|application\/pdf|text\/plain)$/;

/** A type that a page of ours may show; everything else is only bytes, so that no HTML or SVG of a chart runs here. */
function safeType(type: string | false | null): string {
  const plain = (type === false ? '' : (type ?? '')).split(';')[0]?.trim().toLowerCase() ?? '';
  return shown.test(plain) ? plain : 'application/octet-stream';
}
