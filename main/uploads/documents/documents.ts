import { extname } from 'node:path';
import { sameDestination } from '../../../preload/contract/same-destination.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import { type ChosenPage, mostChosen } from '../../../preload/contract/pages.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { Clock, Decoder } from '../../base/ports.ts';
import type { JobFile } from '../../files/job-file.ts';
import { newJobId } from '../../jobs/job-id.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { scansOf, type UploadJob } from '../../jobs/job.ts';
import { transition } from '../../jobs/transitions.ts';
import { bytesOf } from '../../files/file-content.ts';
import type { KeptCopies } from '../intake/kept-copies.ts';
import type { Placement } from '../intake/new-file.ts';
import type { PlaceJob } from '../intake/placing.ts';

/** New documents of pages of files that are not filed yet (docs/decisions/pages.md). */
export interface Documents {
  /** The pages on which nothing is printed or written, from 1. Throws `job-not-found`, and what reading the file throws. */
  blankPages(id: JobId, signal: AbortSignal): Promise<number[]>;
  /**
   * Makes a PDF of each list of pages, each a job, `paused` if a person had paused one of the files. Throws `transition-refused` if the upload of one of the files has begun, or a person has decided about it,
   * `request-invalid` for pages of other files, and what reading and keeping the files throws; then nothing has changed.
   */
  make(
    ids: readonly JobId[],
    made: { readonly documents: readonly (readonly ChosenPage[])[]; readonly paused: boolean },
    signal: AbortSignal,
  ): Promise<JobId[]>;
  /**
   * Puts the pages of the document, and of all that were made with it, back into their scans. Throws `transition-refused` once the
   * upload of one of them has begun.
   */
  putBack(id: JobId): void;
}

/** The files of one request together, in bytes. */
const mostBytes = 64 * 1024 * 1024;

/** `SCN_0041.pdf`, or with several documents `SCN_0041-2.pdf`. */
function nameOf(job: UploadJob, at: number, count: number): string {
  const { name } = job.file;
  const stem = name.slice(0, name.length - extname(name).length);
  return count === 1 ? `${stem}.pdf` : `${stem}-${at + 1}.pdf`;
}

/** null for a file that its page alone files: without that page nothing chose its destination. */
const destinationOf = (job: UploadJob): Destination | null =>
  'destination' in job && job.isByPage !== true ? job.destination : null;

/** Checks that the lists have each page at most once, and pages of all these files. Throws `request-invalid`. */
function check(ids: readonly JobId[], documents: readonly (readonly ChosenPage[])[]): void {
  const pages = documents.flat();
  const used = new Set(pages.map(({ jobId }) => jobId));
  const places = new Set(pages.map(({ jobId, page }) => `${jobId} ${page}`));
  const isValid =
    ids.length === used.size &&
    ids.every((id) => used.has(id)) &&
    places.size === pages.length &&
    pages.length <= mostChosen.pages;
  if (!isValid) throw new ChartdropError('request-invalid');
}

export function createDocuments(deps: {
  store: JobStore;
  writer: JobWriter;
  copies: Pick<KeptCopies, 'placesOf' | 'write' | 'discard'>;
  decoder: Pick<Decoder, 'document' | 'codes'>;
  placed: PlaceJob;
  clock: Clock;
}): Documents {
  const { store, writer, copies, decoder, clock } = deps;

  const required = (id: JobId): UploadJob => {
    const job = store.get(id);
    if (job === null) throw new ChartdropError('job-not-found');
    return job;
  };

  /** Throws `file-changed` if no place has these bytes any more, and `preview-too-large`. */
  const read = async ({ file }: UploadJob, signal: AbortSignal): Promise<Buffer> => {
    const { sha256, fingerprint } = file;
    if (sha256 === null || fingerprint.size > mostBytes) throw new ChartdropError('preview-too-large');
    const bytes = await bytesOf(copies.placesOf(file), { sha256, size: fingerprint.size }, signal);
    if (bytes === null) throw new ChartdropError('file-changed');
    return bytes;
  };

  const discard = async (made: readonly { readonly file: JobFile }[]): Promise<void> => {
    for (const { file } of made) if (file.copy !== undefined) await copies.discard(file.copy.name);
  };

  /** The file of each document, kept but without a job yet. */
  const write = async (
    jobs: readonly UploadJob[],
    documents: readonly (readonly ChosenPage[])[],
    signal: AbortSignal,
  ): Promise<{ id: JobId; file: JobFile; pages: readonly ChosenPage[] }[]> => {
    const total = jobs.reduce((sum, { file }) => sum + file.fingerprint.size, 0);
    if (total > mostBytes) throw new ChartdropError('preview-too-large');
    const bytes = new Map<JobId, Buffer>();
    for (const job of jobs) bytes.set(job.id, await read(job, signal));
    const made: { id: JobId; file: JobFile; pages: readonly ChosenPage[] }[] = [];
    try {
      for (const [at, pages] of documents.entries()) {
        const of = [...new Set(pages.map(({ jobId }) => jobId))];
        const [first] = jobs.filter(({ id }) => id === of[0]);
        if (first === undefined) throw new ChartdropError('request-invalid');
        const document = await decoder.document(
          {
            files: of.flatMap((id) => bytes.get(id) ?? []),
            pages: pages.map(({ jobId, page, turn }) => ({ file: of.indexOf(jobId), page, turn })),
          },
          signal,
        );
        const id = newJobId(clock.now());
        const { name: copy, path, fingerprint, sha256 } = await copies.write(document, id);
        const name = nameOf(first, at, documents.length);
        made.push({
          id,
          pages,
          file: { path, name, fingerprint, sha256, copy: { name: copy, isOnly: true } },
        });
      }
      return made;
    } catch (thrown) {
      await discard(made);
      throw thrown;
    }
  };

  /** One document of files with one destination keeps it. */
  const placementOf = (jobs: readonly UploadJob[], count: number): Placement => {
    const [first = null, ...others] = jobs.map(destinationOf);
    const isShared =
      first !== null && others.every((other) => other !== null && sameDestination(other, first));
    if (count === 1 && isShared) return { kind: 'destination', destination: first };
    const [only] = jobs;
    // A proposal for the file holds for its pages.
    const candidates = jobs.length === 1 && count === 1 && only?.state === 'inbox' ? only.candidates : [];
    return { kind: 'inbox', reason: 'put-together', candidates };
  };

  return {
    async blankPages(id, signal) {
      const job = required(id);
      const given = { file: job.file.sha256 ?? '', read: () => read(job, signal) };
      const blank: number[] = [];
      for (let page = 1, count = 1; page <= count; page += 1) {
        const { isBlank, pages } = await decoder.codes({ ...given, page }, signal);
        count = Math.min(pages, mostChosen.pages);
        if (isBlank) blank.push(page);
      }
      return blank;
    },
    async make(ids, { documents, paused }, signal) {
      check(ids, documents);
      const jobs = ids.map(required);
      // Before the work: it is refused again when it is written.
      for (const job of jobs) transition(job, { kind: 'divided', parts: [] });
      const files = await write(jobs, documents, signal);
      const placement = placementOf(ids.map(required), files.length);
      const parts = files.map(({ id, file, pages }, at): UploadJob => {
        const [first] = jobs.filter((job) => job.id === pages[0]?.jobId);
        if (first === undefined) throw new ChartdropError('request-invalid');
        const { source, folderId, description, naming, appearedAt, rank } = first;
        return deps.placed(
          {
            ...{ id, file, source, folderId, description, naming, appearedAt },
            ...{ rank: rank + at / (files.length + 1), paused, sentAs: null },
            ...{ duplicateAccepted: false, replaces: null },
            // Only its copy has its bytes; the scans are put away for all their documents.
            ...{ afterFiling: 'stay', madeOf: pages.map((one) => ({ ...one })) },
          },
          placement,
        );
      });
      try {
        // A scanner has added pages meanwhile, and no document has them.
        if (jobs.some(({ id, file }) => required(id).file.sha256 !== file.sha256))
          throw new ChartdropError('file-changed');
        const event = { kind: 'divided', parts: parts.map(({ id }) => id) } as const;
        writer.applyAll(
          ids.map((id) => [id, event]),
          parts,
        );
      } catch (thrown) {
        await discard(files);
        throw thrown;
      }
      return parts.map(({ id }) => id);
    },
    putBack(id) {
      const job = required(id);
      // Another document of the same act was put back with it.
      if (job.state === 'parted' && job.isPutBack === true) return;
      const scans = scansOf(job) ?? [];
      const [scan] = scans.map((one) => store.get(one));
      if (scan?.state !== 'split') throw new ChartdropError('transition-refused');
      const parts = scan.parts.map((part) => required(part));
      const all = [...new Set(parts.flatMap((part) => scansOf(part) ?? []))];
      writer.applyAll([
        ...parts.map(({ id: part }) => [part, { kind: 'unmade', now: clock.now() }] as const),
        ...all.map((one) => [one, { kind: 'put-back' }] as const),
      ]);
    },
  };
}
