import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { onlyOn } from '../../fixtures/only-on.ts';
import { builtProgram } from '../../fixtures/built-program.ts';
import { cliDesk, jsonOf, uploadReport } from './cli-desk.ts';

it(
  'cases 41 and 52: 150 files given at once are filed where a process may have 64 files open',
  onlyOn('posix', 'Windows limits no process to fewer open files.'),
  async () => {
    const desk = await cliDesk({ processingMs: 0 });
    const paths = Array.from({ length: 150 }, (_, at) => join(desk.files, `${at}.pdf`));
    const sent: string[] = [];
    for (const [at, path] of paths.entries()) {
      const bytes = `%PDF-1.4\n${`letter ${at} `.repeat(5_000)}\n%%EOF\n`;
      sent.push(createHash('sha256').update(bytes).digest('hex'));
      await writeFile(path, bytes);
    }
    const words = [
      'upload',
      '--patient',
      desk.jane,
      '--data',
      desk.data,
      '--rate',
      '100000/1',
      '--json',
      ...paths,
    ];
    // The hard limit too, since Node raises the soft limit to it.
    const limited = ['-c', 'ulimit -n 64; exec "$@"', 'bash', process.execPath, builtProgram, ...words];
    const { stdout, stderr } = await promisify(execFile)('bash', limited, {
      env: { ...process.env, ...desk.env },
      maxBuffer: 10_000_000,
    });
    expect(stderr).not.toMatch(/cloud|not filed/);
    const report = jsonOf(uploadReport, { code: 0, out: stdout.trim(), err: stderr });
    expect(report).toMatchObject({ filed: 150, notFiled: 0 });
    // The buffers are reused, but each attachment has its own bytes.
    const stored = new Set(desk.demo.attachments().map(({ sha256 }) => sha256));
    expect(sent.filter((sha256) => !stored.has(sha256))).toEqual([]);
  },
);
