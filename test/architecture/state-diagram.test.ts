import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { JobEvent, JobEventKind } from '../../main/jobs/job-event.ts';
import { canHappen, transition, transitions } from '../../main/jobs/transitions.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { destination as inCase, sampleJobs } from '../jobs/sample-jobs.ts';

const inChart: Destination = { kind: 'patient', patient: inCase.patient };
const error = new ChartdropError('network-timeout').toDto();

/** Every event, with the fields that any kind of event needs. */
const events = [...new Set(Object.values(transitions).flatMap((cells) => Object.keys(cells)))].flatMap(
  (kind) =>
    [inChart, inCase].map((destination) => ({
      ...{ kind: kind as JobEventKind, destination, error, until: 99, now: 100, notBefore: 200, sentAt: 100 },
      ...{ duplicateAccepted: true, reason: 'restored', candidates: [], duplicateOf: null, by: null },
      ...{
        uploadUrl: 'https://storage.example/a',
        sha256: 'a'.repeat(64),
        attachmentId: '1968645883121718830',
      },
      ...{ lookAgainAt: 160, disposal: 'done', movedTo: null },
    })),
);

/** The arrows between states, `from --> to`, that jobs can take from a first one on. */
function arrows(first: UploadJob): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const left = [first];
  for (let job = left.pop(); job !== undefined; job = left.pop()) {
    const kind = 'destination' in job ? job.destination.kind : '';
    const key = JSON.stringify([
      job.state,
      kind,
      'failedStep' in job && job.failedStep,
      'failure' in job && job.failure,
    ]);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const event of events) {
      if (!canHappen(job.state, event.kind)) continue;
      try {
        const next = transition(job, event as unknown as JobEvent);
        if (next.state !== job.state) found.add(`${job.state} --> ${next.state}`);
        left.push(next);
      } catch (refused) {
        // Some cells refuse a job by its fields, such as a list that only a case has.
        if (!(refused instanceof ChartdropError)) throw refused;
      }
    }
  }
  return found;
}

it('ARCHITECTURE’s diagram has exactly the arrows of the state table', () => {
  const drawn = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^ +(\w+ --> \w+)/gm)].map(
    ([, arrow]) => arrow,
  );
  expect(drawn.toSorted()).toEqual(
    [...new Set([...arrows(sampleJobs().inbox), ...arrows(sampleJobs().split)])].toSorted(),
  );
});
