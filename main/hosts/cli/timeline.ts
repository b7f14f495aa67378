import { commandLine } from '../../../preload/words/en/command-line.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../jobs/job.ts';
import { caseText, retriedText } from '../../../preload/words/text.ts';
import { words } from '../../../preload/words/current.ts';
import type { App } from '../../core/app.ts';
import type { Stop } from '../../base/ports.ts';
import { sentFor } from '../../jobs/sent-file.ts';
import { destinationText, failureText, sizeText } from './plain-text.ts';

/** One event of a file, in order of time. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly file: string;
  readonly state: UploadJob['state'] | 'put away';
  readonly text: string;
}

/** Follows every job. Reports an upload's progress in quarters, to keep the number of lines small; `stored` tells its end. */
export function followTimeline(app: Pick<App, 'listen'>, tell: (entry: TimelineEntry) => void): Stop {
  const files = new Map<JobId, { name: string; size: number; quarter: number; told: string }>();
  return app.listen({
    onJobChanged(job) {
      const said = textOf(job);
      const told = files.get(job.id)?.told ?? '';
      const file = { name: job.file.name, size: sentFor(job).size, quarter: 0, told: said };
      if (!files.has(job.id)) {
        const seconds = ((Date.now() - job.appearedAt) / 1000).toFixed(1);
        const text = commandLine.timeline.found(seconds, sizeText(file.size));
        tell({ at: Date.now(), file: file.name, state: job.state, text });
      }
      files.set(job.id, file);
      // Skips changes without a visible effect, such as the second check of a case.
      if (said === told) return;
      const state = job.state === 'filed' && job.disposal !== 'pending' ? 'put away' : job.state;
      tell({ at: Date.now(), file: file.name, state, text: said });
    },
    onProgress(id, sent) {
      const file = files.get(id);
      if (file === undefined) return;
      const quarter = Math.floor((4 * sent) / file.size);
      if (quarter === file.quarter || quarter === 4) return;
      file.quarter = quarter;
      tell({
        at: Date.now(),
        file: file.name,
        state: 'uploading',
        text: commandLine.timeline.progress(quarter * 25),
      });
    },
  });
}

const dismissedTexts: Record<JobIn<'dismissed'>['cause'], string> = {
  person: commandLine.timeline.ignored,
  replaced: commandLine.timeline.overwritten,
  'taken-over': commandLine.timeline.takenOver,
};

const lines = commandLine.timeline;

function textOf(job: UploadJob): string {
  switch (job.state) {
    case 'inbox':
      return lines.inbox(words().reasons[job.reason]);
    case 'held':
      return lines.held(destinationText(job.destination));
    case 'queued':
      return job.waiting === null
        ? lines.queued(destinationText(job.destination))
        : lines.waiting(retriedText(job.waiting));
    case 'uploading':
      return lines.uploading;
    case 'stored':
      return job.waiting === null ? lines.stored : lines.storedWaiting(retriedText(job.waiting));
    case 'registering':
      return job.mustVerify ? lines.verifying : lines.registering;
    case 'processing':
      return lines.processing(job.attachmentId);
    case 'linking':
      return job.waiting === null
        ? lines.linking(caseText(job.destination.case))
        : lines.linkingWaiting(caseText(job.destination.case), retriedText(job.waiting));
    case 'filed':
      return filedText(job);
    case 'failed':
      return lines.failed(failureText(job));
    case 'dismissed':
      return dismissedTexts[job.cause];
    case 'split':
      return lines.split(job.parts.length);
    case 'parted':
      return job.movedTo === null ? lines.parted : lines.moved(job.movedTo);
  }
}

function filedText(job: Extract<UploadJob, { state: 'filed' }>): string {
  if (job.archivedAt !== null) return lines.archived(job.attachmentId);
  if (job.movedTo !== null) return lines.moved(job.movedTo);
  if (job.disposal === 'left') return lines.leftAlone;
  if (job.disposal === 'done' && job.afterFiling === 'trash') return lines.trashed;
  return lines.filed(destinationText(job.destination), job.attachmentId);
}

/** The local time, to tenths of a second. */
export function timeText(at: number): string {
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${time.join(':')}.${Math.floor(date.getMilliseconds() / 100)}`;
}
