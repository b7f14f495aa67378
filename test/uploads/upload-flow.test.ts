import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a file during its upload', () => {
  it('becomes an attachment with the same bytes, and every step is in the history', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    bench.uploads.start();
    const bytes = someBytes();
    const { id } = await bench.take('letter é 漢 100%.pdf', bytes);
    const filed = await bench.reached(id, 'filed', 'failed');
    expect(filed).toMatchObject({ state: 'filed', destination: bench.destination });
    const held = demo.attachments().filter((attachment) => attachment.sha256 === sha256(bytes));
    expect(held).toMatchObject([
      { patientId: bench.destination.patient.id, filename: 'letter é 漢 100%.pdf' },
    ]);
    expect(bench.history.audit.entries({ jobId: id, limit: 20 }).map((entry) => entry.kind)).toEqual([
      'job-found',
      'job-upload-started',
      'job-stored',
      'job-registration-sent',
      'job-registered',
      'job-filed',
    ]);
    expect(bench.history.audit.firstTampered()).toBeNull();
  });
});
