import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productVersion, userAgent } from '../../../main/hosts/product.ts';
import {
  attachmentsReport,
  cliDesk,
  discreet,
  errorReport,
  historyIn,
  jsonOf,
  uploadReport,
} from './cli-desk.ts';
import { noModes, onlyOn } from '../../fixtures/only-on.ts';
import { withCalls } from '../../demo-clinic/test-clinic.ts';
import { runCli } from './run-cli.ts';

describe('chartdrop', () => {
  it('prints its version, which is the package’s, and sends it to the service too', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(productVersion).toBe(version);
    expect(userAgent).toMatch(/^Chartdrop\/[\d.]+ \([^()\s@]+@[^()\s@]+\)$/);
    expect(await runCli(['--version'])).toEqual({ code: 0, out: version, err: '' });
  });

  it('explains itself', async () => {
    const { code, out, err } = await runCli(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of [
      'upload',
      'watch',
      'status',
      'clinic',
      'patients',
      'attachments',
      'show',
      'save',
      'archive',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect((await runCli(['upload', '--help'])).out).toMatch(/^ {2}--api-key-file <file> /m);
  });

  it.each([
    ['no command', [], /Usage: chartdrop/],
    ['an unknown command', ['send'], /unknown command 'send'/],
    ['an unknown option', ['clinic', '--api-key', 'secret'], /unknown option '--api-key'/],
    ['an upload of nothing', ['upload'], /missing required argument/],
    ['a rate that is none', ['clinic', '--rate', 'fast'], /REQUESTS\/SECONDS, such as 200\/60/],
    ['a rate of nothing', ['clinic', '--rate', '0/60'], /REQUESTS\/SECONDS/],
    ['a rate in no time', ['clinic', '--rate', '200/0'], /REQUESTS\/SECONDS/],
    [
      'an unknown route',
      ['watch', '.', '--route', 'guess'],
      /Allowed choices are inbox, page, filename, subfolder/,
    ],
  ])('answers %s with how it is used, and exit code 2', async (_name, args, words) => {
    const result = discreet(await runCli(args), 'secret-key');
    expect(result.code).toBe(2);
    expect(result.out).toBe('');
    expect(result.err).toMatch(words);
  });
});

describe('a command that ends with its answer', () => {
  it.each(['clinic', 'patients', 'attachments'])(
    'waits for a clinic that fails for a moment: %s',
    async (command) => {
      const desk = await cliDesk({ faults: [{ act: { status: 503 }, times: 2 }] });
      const words = command === 'patients' ? [command, 'Citizen'] : [command];
      expect((await desk.run(...words, '--wait', '60')).code).toBe(0);
      expect(desk.demo.faults.fired()).toEqual({ status: 2 });
    },
  );

  it('does not repeat what the clinic refuses', async () => {
    const desk = await cliDesk({ faults: [{ step: 'user', act: { status: 403 } }] });
    expect((await desk.run('clinic', '--wait', '60')).code).toBe(1);
  });
});

describe('chartdrop clinic', () => {
  it('prints the key’s user, and never the key', async () => {
    const desk = await cliDesk();
    expect(await desk.run('clinic')).toEqual({
      code: 0,
      out: `Frankie Desk (receptionist) at ${desk.demo.apiUrl}`,
      err: '',
    });
    expect(JSON.parse((await desk.run('clinic', '--json')).out)).toMatchObject({
      name: 'Frankie Desk',
      role: 'receptionist',
      address: desk.demo.apiUrl,
    });
  });

  it('reads the key from a file, a line break at its end included', async () => {
    const desk = await cliDesk();
    const keyFile = join(desk.data, 'key.txt');
    await writeFile(keyFile, `${desk.demo.apiKey}\r\n`);
    const env = { CHARTDROP_API_URL: desk.demo.apiUrl };
    const args = ['clinic', '--data', desk.data, '--api-key-file'];
    expect((await runCli([...args, keyFile], env)).code).toBe(0);
    const missing = await runCli([...args, join(desk.data, 'no such key.txt')], env);
    expect(missing).toMatchObject({
      code: 1,
      out: '',
      err: 'chartdrop: The file is missing.\n',
    });
  });

  it.each([
    'http://clinic.example/v1',
    'ftp://127.0.0.1/v1',
    'clinic.example',
    'https://me:word@clinic.example',
  ])('sends the key to none of these addresses: %s', async (address) => {
    const desk = await cliDesk();
    const env = { ...desk.env, CHARTDROP_API_URL: address };
    const result = await runCli(['clinic', '--json', '--data', desk.data], env);
    expect(discreet(result, desk.demo.apiKey)).toMatchObject({ code: 1 });
    expect(result.err).toMatch(/must begin with https:\/\//);
    expect(jsonOf(errorReport, result).error.code).toBe('address-forbidden');
  });

  it.each([
    ['a wrong key', { status: 401 }, 'key-rejected'],
    ['a missing permission', { status: 403, body: '{"message":"No access"}' }, 'permission-denied'],
    ['a fault of the service', { status: 503 }, 'service-error'],
  ])('distinguishes %s from the others', async (_name, act, code) => {
    const desk = await cliDesk({ faults: [{ step: 'user', act }] });
    const result = await desk.run('clinic', '--json');
    expect(result.code).toBe(1);
    expect(jsonOf(errorReport, result).error.code).toBe(code);
  });
});

describe('chartdrop diagnose', () => {
  it('prints one line for each step', async () => {
    const desk = await cliDesk();
    const { code, out } = await desk.run('diagnose');
    expect(code).toBe(0);
    expect(out).toMatch(/^Connection check of .*\n(.+: .+\.\n)+Reach the storage: works\.$/);
  });
});

describe('chartdrop patients', () => {
  it('shows two identifiers beside each name (case 16)', async () => {
    const desk = await cliDesk();
    const { code, out } = await desk.run('patients', 'john smith');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^John( \(Johnny\))? Smith \(\d{4}-\d\d-\d\d, #\d{19}\)$/);
  });

  it('says when no patient matches', async () => {
    const desk = await cliDesk();
    const result = await desk.run('patients', 'zzz nobody zzz', '--json');
    expect(result).toMatchObject({ code: 0, out: '{"patients":[],"unavailable":[]}' });
    expect(result.err).toContain('No current patient matches');
  });
});

describe('chartdrop attachments', () => {
  const listed = async (desk: Awaited<ReturnType<typeof cliDesk>>, ...args: string[]) =>
    jsonOf(attachmentsReport, await desk.run('attachments', '--json', ...args)).attachments;

  it('lists those of a patient, filtered, sorted, and with the archived ones when asked', async () => {
    const desk = await cliDesk();
    const all = desk.demo.attachments().filter((one) => one.patientId === desk.jane);
    const current = all.filter((one) => one.archivedAt === null);
    const janes = await listed(desk, '--patient', desk.jane);
    expect(janes.map(({ id }) => id).sort()).toEqual(current.map(({ id }) => id).sort());

    const bySize = await listed(desk, '--patient', desk.jane, '--sort', 'size:desc', '--archived');
    expect(bySize.map(({ size }) => size)).toEqual(all.map(({ size }) => size ?? 0).sort((a, b) => b - a));

    const some = await listed(desk, '--patient', desk.jane, '--filter', 'filename:~pdf');
    expect(some.length).toBeGreaterThan(0);
    expect(some.every(({ name }) => name?.includes('pdf'))).toBe(true);
  });

  it('lists those of a case, and all of the clinic, page by page', async () => {
    const desk = await cliDesk();
    const ofCase = await listed(desk, '--case', desk.janesCase);
    expect(ofCase.every(({ patientId }) => patientId === desk.jane)).toBe(true);
    const current = desk.demo.attachments().filter((one) => one.archivedAt === null);
    expect((await listed(desk)).length).toBe(current.length);
    const { out } = await desk.run('attachments', '--filter', 'size:>1', '--sort', 'id');
    expect(out.split('\n')[0]).toMatch(
      /^\d{19} {2}\S+Z {2}ready {2}[\d.]+ k?B {2}\S.* \(\d{4}-\d\d-\d\d, .*\) {2}\S/,
    );
  });

  it('prints each page as it comes, and requests no more than the limit', async () => {
    const desk = await cliDesk();
    const few = await listed(desk, '--limit', '3');
    expect(few).toHaveLength(3);
    const before = desk.demo.requests().api;
    await desk.run('attachments', '--limit', '120');
    // Two pages, each with its names of patients and users.
    expect(desk.demo.requests().api - before).toBeLessThanOrEqual(6);
    desk.demo.faults.add({ step: 'list', skip: 1, act: { status: 503 } });
    const broken = await desk.run('attachments');
    expect(broken.code).not.toBe(0);
    expect(broken.out.split('\n').length).toBeGreaterThanOrEqual(100);
  });

  it('lists those of a patient or of a case, never of one if both were given', async () => {
    const desk = await cliDesk();
    const both = await desk.run('attachments', '--patient', desk.jane, '--case', desk.janesCase);
    expect(both).toMatchObject({ code: 2, out: '' });
    expect(both.err).toContain('not both');
  });

  it('names who added it, by several sort fields', async () => {
    const desk = await cliDesk();
    const rows = await listed(desk, '--limit', '50', '--sort', 'user_id:desc', '--sort', 'size');
    const pairs = rows.map(({ userId, size }) => [BigInt(userId ?? 0), size ?? 0] as const);
    const sorted = pairs.toSorted(([a, x], [b, y]) => (a === b ? x - y : a > b ? -1 : 1));
    expect(pairs).toEqual(sorted);
    expect(rows.every(({ by }) => by !== null && /\w/.test(by))).toBe(true);
  });

  it('shows one attachment, and saves a copy to a new file', async () => {
    const desk = await cliDesk();
    const [one] = desk.demo.attachments().filter((held) => held.patientId === desk.jane && held.processed);
    const id = one?.id ?? '';
    const { out } = await desk.run('show', id);
    expect(out).toContain('Jane Citizen (1980-02-03');
    expect(out).toContain(one?.filename ?? 'no name');
    expect(out).toMatch(/^processed {3}\S+Z$/m);
    const file = join(desk.files, 'copy.bin');
    expect(await desk.run('save', id, file)).toMatchObject({ code: 0, out: `Saved ${file}` });
    expect(readFileSync(file).equals(await desk.demo.readBytes(id))).toBe(true);
    const again = await desk.run('save', id, file);
    expect(again.code).not.toBe(0);
    expect((await desk.run('show', '1234567890123456789')).err).toMatch(/no such record/);
  });

  it('saves a copy for its owner alone', onlyOn('posix', noModes), async () => {
    const desk = await cliDesk();
    const one = desk.demo.attachments().find((held) => held.patientId === desk.jane && held.processed);
    const file = join(desk.files, 'copy.bin');
    expect(await desk.run('save', one?.id ?? '', file)).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('prints other people’s texts on one line each, without control characters', async () => {
    const desk = await cliDesk({ processingMs: 0 });
    const calls = withCalls(desk.demo);
    const stored = await calls.store(desk.jane, { name: 'scan.pdf', bytes: Buffer.from('%PDF-1.4') });
    await calls.create(desk.jane, stored, 'X-ray\n1968645883121642782  ready\u001b[2J\u009b1m');
    const filter = ['--filter', 'description:~X-ray', '--patient', desk.jane];
    const { out } = await desk.run('attachments', ...filter);
    expect(out).not.toMatch(/\p{Cc}/u);
    const [one] = await listed(desk, ...filter);
    const shown = await desk.run('show', one?.id ?? '');
    expect(shown.out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(shown.out).not.toMatch(/^1968/m);
  });

  it('says when none matches', async () => {
    const desk = await cliDesk();
    const result = await desk.run('attachments', '--filter', 'filename:=no such name');
    expect(result).toMatchObject({ code: 0, out: '', err: 'No attachment matches.\n' });
  });

  it.each([
    [['--filter', 'colour:=red'], 'one of archived_at, created_at'],
    [['--filter', 'size:~3'], 'filter size: >=  >'],
    [['--filter', 'nonsense'], 'filter: one of'],
    [['--filter', 'size:=abc'], 'filter size: a whole number'],
    [['--filter', 'id:>1,2'], 'filter id: a whole number'],
    [['--filter', 'created_at:>=yesterday'], 'filter created_at: a moment in UTC'],
    [['--sort', 'colour'], 'sort: archived_at, '],
    [['--sort', 'size:up'], 'sort: archived_at, '],
    [['--patient', '0'], '--patient is not an id'],
    [['--case', 'knee'], '--case is not an id'],
  ])('refuses %j, naming the valid values', async (args, words) => {
    const desk = await cliDesk();
    const result = await desk.run('attachments', ...args);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(words);
  });
});

describe('chartdrop archive and status', () => {
  it('archives a file that Chartdrop filed, and the history names the job', async () => {
    const desk = await cliDesk();
    expect((await desk.run('status')).out).toBe('No files yet.');
    const uploaded = await desk.run('upload', await desk.letter(), '--patient', desk.jane, '--json');
    const id = jsonOf(uploadReport, uploaded).files[0]?.attachmentId ?? '';

    expect(await desk.run('archive', id)).toMatchObject({
      code: 0,
      out: `Attachment ${id} is archived. Chartdrop cannot undo it.`,
    });
    expect(desk.demo.attachments().find((one) => one.id === id)?.archivedAt).not.toBeNull();
    const [asked, entry] = (await desk.history()).slice(-2);
    expect(asked).toMatchObject({ kind: 'attachment-archive-asked', attachmentId: id });
    expect(entry).toMatchObject({
      kind: 'attachment-archived',
      attachmentId: id,
      patientId: desk.jane,
      detail: { file: 'letter.pdf', state: 'filed' },
    });
    expect(entry?.jobId).not.toBeNull();
    expect(entry?.apiUser).not.toBeNull();

    // An archived attachment is no duplicate.
    const again = await desk.run('upload', join(desk.files, 'letter.pdf'), '--patient', desk.jane);
    expect(again.code).toBe(0);
    expect((await desk.run('status')).out).toBe('2 filed');
  });

  it('archives other people’s attachments too, and says when there is no such attachment', async () => {
    const desk = await cliDesk();
    const other = desk.demo.attachments().find((one) => one.archivedAt === null);
    const archived = await desk.run('archive', other?.id ?? '', '--json');
    expect(archived).toMatchObject({ code: 0, out: JSON.stringify({ id: other?.id, archived: true }) });
    expect(await desk.history()).toMatchObject([
      { kind: 'attachment-archive-asked', jobId: null },
      { kind: 'attachment-archived', jobId: null },
    ]);
    expect((await desk.run('archive', '1234567890123456789')).err).toMatch(/no such record/);
    expect((await desk.run('archive', 'letter.pdf')).code).toBe(2);
  });

  it('looks an attachment up whose answer was lost, and ends when that is known (case 49)', async () => {
    const desk = await cliDesk({ faults: [{ step: 'archive', act: 'drop-after' }] });
    const other = desk.demo.attachments().find((one) => one.archivedAt === null);
    expect(await desk.run('archive', other?.id ?? '', '--wait', '60')).toMatchObject({ code: 0 });
    expect((await desk.history()).map(({ kind }) => kind)).toEqual([
      'attachment-archive-asked',
      'attachment-archived',
    ]);
  });

  it('says that the clinic has not confirmed it once its time is over', async () => {
    const desk = await cliDesk({ faults: [{ step: 'archive', act: { status: 503 }, times: 'always' }] });
    const other = desk.demo.attachments().find((one) => one.archivedAt === null);
    const result = await desk.run('archive', other?.id ?? '', '--json');
    expect(result).toMatchObject({ code: 1, out: JSON.stringify({ id: other?.id, archived: false }) });
    expect((await desk.run('archive', other?.id ?? '')).err).toContain('has not confirmed');
    const status = await desk.run('status');
    expect(status.out).toContain('not archived yet in the chart of ');
    expect(JSON.parse((await desk.run('status', '--json')).out)).toMatchObject({
      archives: [{ id: other?.id, standing: 'waiting' }],
    });
  });

  it('separates the jobs of different clinics', async () => {
    const desk = await cliDesk();
    await desk.run('upload', await desk.letter(), '--patient', desk.jane);
    const other = await cliDesk();
    const result = await runCli(['status', '--data', desk.data], other.env);
    expect(result.out).toBe('No files yet.');
    const demo = await runCli(['status', '--demo', '--data', desk.data]);
    expect(demo.out).toBe('No files yet.');
    expect(await historyIn(desk.data, 'demo')).toEqual([]);
  });
});
