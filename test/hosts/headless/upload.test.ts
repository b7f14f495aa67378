import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../../fixtures/built-program.ts';
import { heicPhoto } from '../../fixtures/heic-photo.ts';
import { noModes, onlyOn } from '../../fixtures/only-on.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import {
  attachmentsReport,
  cliDesk,
  discreet,
  errorReport,
  historyIn,
  jsonOf,
  uploadReport,
} from './cli-desk.ts';
import { runCli, startCli } from './run-cli.ts';

/** The account of the program; see `give-up-root.ts`. */
const withoutRoot = 54_321;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('chartdrop upload', () => {
  it('files with a patient, and a later command sees it (--demo keeps its records)', async () => {
    const [data, files] = [await tempFolder(), await tempFolder()];
    const common = ['--demo', '--json', '--data', data];
    const found = JSON.parse((await runCli(['patients', 'jane citizen', ...common])).out) as {
      patients: { id: string }[];
    };
    const jane = found.patients[0]?.id ?? '';
    const path = join(files, 'some é 漢.pdf');
    await writeFile(path, '%PDF-1.4\nsome words\n%%EOF\n');

    const records = new DatabaseSync(join(data, 'demo-clinic', 'clinic.sqlite'));
    const key = records.prepare("SELECT value FROM secrets WHERE name = 'api-key'").get()?.['value'];
    records.close();
    const uploaded = discreet(await runCli(['upload', path, '--patient', jane, ...common]), String(key));
    expect(uploaded).toMatchObject({ code: 0, err: '' });
    const report = jsonOf(uploadReport, uploaded);
    expect(report).toMatchObject({
      files: [{ file: 'some é 漢.pdf', state: 'filed', why: null, error: null }],
      filed: 1,
      notFiled: 0,
    });

    const listed = await runCli(['attachments', '--patient', jane, '--sort', 'created_at:desc', ...common]);
    expect(jsonOf(attachmentsReport, listed).attachments[0]).toMatchObject({
      id: report.files[0]?.attachmentId,
      patientId: jane,
      name: 'some é 漢.pdf',
      size: 26,
      state: 'ready',
    });
    expect((await historyIn(data, 'demo')).at(-1)?.kind).toBe('job-filed');
  });

  const bytes =
    'case 42: files names that are not UTF-8, recognises their bytes, and refuses one that could be two files';
  it(bytes, onlyOn('linux', 'Only Linux keeps names that are not UTF-8.'), async () => {
    const desk = await cliDesk();
    const western = (name: string) => Buffer.from(`${desk.files}/${name}`, 'latin1');
    const pdf = await readFile(await desk.letter('\u00fc.pdf'));
    await writeFile(western('M\u00fcller.pdf'), pdf);
    /** The shell passes the bytes of the names that fit. */
    const uploaded = async (pattern: string) => {
      const words = ['upload', '--patient', desk.jane, '--data', desk.data, '--json'];
      const command = [
        '-c',
        `exec "$@" ${desk.files}/${pattern}`,
        'sh',
        process.execPath,
        builtProgram,
        ...words,
      ];
      const { stdout } = await promisify(execFile)('sh', command, {
        env: { ...process.env, ...desk.env },
      }).catch((thrown: unknown) => thrown as { stdout: string });
      return jsonOf(uploadReport, { code: null, out: stdout.trim(), err: '' }).files;
    };
    expect(await uploaded('M*.pdf')).toMatchObject([{ file: 'M\u00fcller.pdf', state: 'filed' }]);
    expect(desk.demo.attachments().map(({ filename }) => filename)).toContain('M\u00fcller.pdf');
    expect(await uploaded('\u00fc.pdf')).toMatchObject([{ state: 'inbox', error: 'duplicate-same-patient' }]);
    await desk.letter('other.pdf').then((path) => rename(path, western('M\u00e4ller.pdf')));
    expect(await uploaded('M*.pdf')).toEqual(
      Array(2).fill(expect.objectContaining({ state: 'not-taken', error: 'file-name-unknown' })),
    );
  });

  it.each(['main/headless.ts', 'dist/main/headless.js'])(
    'sends photos as JPEG if that is set, and reports a broken one: %s (case 18)',
    async (entry) => {
      const desk = await cliDesk();
      const photos = [
        await desk.letter('IMG_2201.HEIC', heicPhoto),
        await desk.letter('torn.heic', heicPhoto.subarray(0, 700)),
      ];
      const args = ['upload', ...photos, '--patient', desk.jane, '--heic', 'jpeg', '--json'];
      const result = await startCli([...args, '--data', desk.data], desk.env, entry).result;
      expect(result.code).toBe(1);
      expect(jsonOf(uploadReport, discreet(result, desk.demo.apiKey)).files).toMatchObject([
        { file: 'IMG_2201.HEIC', state: 'filed' },
        { file: 'torn.heic', state: 'failed', error: 'photo-not-converted' },
      ]);
      expect(result.err).toMatch(/^torn\.heic: not filed\. This photo cannot be converted to JPEG\..*\n$/);
      const names = desk.demo.attachments().map(({ filename }) => filename);
      expect(names).toContain('IMG_2201.jpg');
      expect(names).not.toContain('torn.jpg');
    },
  );

  it('files with a case, which then lists it, and says where it filed', async () => {
    const desk = await cliDesk();
    const paths = [await desk.letter('one.pdf'), await desk.letter('two.pdf')];
    const result = await desk.run(
      'upload',
      ...paths,
      '--case',
      desk.janesCase,
      '--description',
      'from the GP',
    );
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toMatch(
      /^one\.pdf: filed with Jane Citizen \(1980-02-03, #\d+\), case Knee 2026 as attachment \d+$/m,
    );
    const filed = desk.demo.attachments().filter((one) => /^(one|two)\.pdf$/.test(one.filename ?? ''));
    expect(filed).toHaveLength(2);
    for (const one of filed) {
      expect(one).toMatchObject({ patientId: desk.jane, description: 'from the GP' });
    }
  });

  it('says where a file is whose case cannot be written', async () => {
    const desk = await cliDesk();
    desk.demo.faults.add({ step: 'case-write', act: { status: 403 } });
    const result = await desk.run('upload', await desk.letter(), '--case', desk.janesCase);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(/^letter\.pdf: not filed\. In the chart, but not in the case Knee 2026\. /m);
  });

  it('leaves a duplicate to a person, and files it when the person says so', async () => {
    const desk = await cliDesk();
    const bytes = Buffer.from('the same words');
    const upload = ['upload', '--patient', desk.jane, '--json'];
    await desk.run(...upload, await desk.letter('one.txt', bytes));
    const again = await desk.run(...upload, await desk.letter('two.txt', bytes));
    expect(again.code).toBe(1);
    expect(again.err).toBe(
      'two.txt: not filed. This file is already in this patient’s chart or in the queue.\n',
    );
    expect(jsonOf(uploadReport, again).files).toMatchObject([
      { state: 'inbox', error: 'duplicate-same-patient' },
    ]);
    const status = await desk.run('status', '--json');
    expect(JSON.parse(status.out)).toMatchObject({
      counts: { filed: 1, inbox: 1 },
      waiting: [{ file: 'two.txt', state: 'inbox' }],
    });
    const accepted = await desk.run(...upload, join(desk.files, 'two.txt'), '--accept-duplicate');
    expect(accepted.code).toBe(0);
    expect(desk.demo.attachments().filter((one) => one.sha256 === sha256(bytes))).toHaveLength(2);
  });

  it('waits for a clinic that fails at its start', async () => {
    const desk = await cliDesk({ faults: [{ act: { status: 503 }, times: 3 }] });
    expect((await desk.run('upload', await desk.letter(), '--patient', desk.jane)).code).toBe(0);
  });

  it('says what is left once nothing has come further for the given time, and files it the next time', async () => {
    const desk = await cliDesk({ faults: [{ step: 'storage', act: 'hang', times: 'always' }] });
    const args = ['upload', await desk.letter(), await desk.letter('two.pdf'), '--patient', desk.jane];
    const first = await desk.run(...args, '--wait', '10');
    expect(first.code).toBe(1);
    expect(first.err).toContain('letter.pdf: not filed. It waits in the queue');
    expect(first.err).toMatch(/^2 of 2 files are not filed yet\./m);
    desk.demo.faults.clear();
    expect((await desk.run(...args)).code).toBe(0);
  });

  it('resumes after Ctrl-C, and files once', async () => {
    const desk = await cliDesk({ faults: [{ step: 'storage', act: 'hang' }] });
    const path = await desk.letter();
    const first = desk.start('upload', path, '--patient', desk.jane);
    await expect.poll(() => desk.demo.faults.fired()).toEqual({ hang: 1 });
    expect(await first.kill('SIGINT')).toMatchObject({
      code: 1,
      err: 'letter.pdf: not filed. It waits in the queue; the next upload or watch files it.\n',
    });
    const second = await desk.run('upload', path, '--patient', desk.jane, '--json');
    expect(jsonOf(uploadReport, second).filed).toBe(1);
    const digest = sha256(await readFile(path));
    expect(desk.demo.attachments().filter((one) => one.sha256 === digest)).toHaveLength(1);
  });

  it('shows the failure in the service’s own words, and keeps the file (case 11)', async () => {
    const desk = await cliDesk({
      faults: [{ step: 'create', act: { status: 422, body: '{"message":"The chart is locked"}' } }],
    });
    const path = await desk.letter();
    const result = await desk.run('upload', path, '--patient', desk.jane);
    expect(result).toMatchObject({
      code: 1,
      err: 'letter.pdf: not filed. Cliniko refused this record: The chart is locked\n',
    });
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect((await desk.run('status')).out).toMatch(/^1 failed\n {2}letter\.pdf: Cliniko refused this record/);
  });

  it('distinguishes a key that stopped working from a failed file: the file waits', async () => {
    const desk = await cliDesk({ faults: [{ step: 'presign', act: { status: 401 } }] });
    const result = await desk.run('upload', await desk.letter(), '--patient', desk.jane, '--json');
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/does not accept this API key/);
    expect(jsonOf(uploadReport, result).files).toMatchObject([{ state: 'queued' }]);
  });
});

describe('a file that cannot be uploaded', () => {
  type Make = (path: string) => Promise<unknown>;
  async function isRefused(_name: string, code: string, words: string, make: Make): Promise<void> {
    const desk = await cliDesk();
    const bad = join(desk.files, 'bad.pdf');
    await make(bad);
    const good = await desk.letter('good.pdf');
    const result = await desk.run('upload', bad, good, '--patient', desk.jane, '--json');
    expect(result).toMatchObject({ code: 1, err: `bad.pdf: not filed. ${words}\n` });
    expect(jsonOf(uploadReport, result)).toMatchObject({
      files: [
        { file: 'bad.pdf', state: 'not-taken', attachmentId: null, why: words, error: code },
        { file: 'good.pdf', state: 'filed', error: null },
      ],
      filed: 1,
      notFiled: 1,
    });
  }

  it.each<[string, string, string, Make]>([
    ['an empty file', 'file-empty', 'The file is empty.', (path: string) => writeFile(path, '')],
    ['no file', 'file-missing', 'The file is missing.', () => Promise.resolve()],
    [
      'a folder',
      'file-not-regular',
      'This is not a file that can be uploaded.',
      (path: string) => mkdir(path),
    ],
  ])('%s is refused with a reason, and the others are filed', isRefused);

  it.each<[string, string, string, Make]>([
    [
      'a pipe, of which nobody ever reads the end',
      'file-not-regular',
      'This is not a file that can be uploaded.',
      (path: string) => promisify(execFile)('mkfifo', [path]),
    ],
  ])(
    '%s is refused with a reason, and the others are filed',
    onlyOn('posix', 'Windows has no pipes among its files.'),
    isRefused,
  );

  it(
    'one that may not be read is refused with a reason, and stays unchanged',
    onlyOn('posix', noModes),
    async () => {
      const desk = await cliDesk();
      const path = await desk.letter('secret.pdf');
      const before = await stat(path);
      await chmod(path, 0);
      // As root, the program gives up root: the folders then belong to that account, but the file does not.
      if (process.getuid?.() === 0)
        for (const folder of [desk.files, desk.data]) await chown(folder, withoutRoot, withoutRoot);
      const result = await runCli(
        ['upload', path, '--patient', desk.jane, '--data', desk.data, '--json'],
        desk.env,
        'test/hosts/headless/without-root.ts',
      );
      const words = 'Chartdrop may not read the file. Check its permissions.';
      expect(discreet(result, desk.env.CHARTDROP_API_KEY)).toMatchObject({
        code: 1,
        err: `secret.pdf: not filed. ${words}\n`,
      });
      expect(jsonOf(uploadReport, result).files).toMatchObject([
        { state: 'not-taken', error: 'file-denied' },
      ]);
      expect((await stat(path)).size).toBe(before.size);
    },
  );
});

describe('an upload that cannot begin', () => {
  it.each<[string, (desk: Awaited<ReturnType<typeof cliDesk>>) => string[], number, string, string]>([
    [
      'a patient whom nobody knows',
      () => ['--patient', '1234567890123456789'],
      1,
      'patient-not-found',
      'no patient',
    ],
    ['a case that nobody knows', () => ['--case', '1234567890123456789'], 1, 'case-not-found', 'no case'],
    ['an archived patient', ({ archived }) => ['--patient', archived], 1, 'patient-unavailable', 'archived'],
    ['a deleted patient', ({ deleted }) => ['--patient', deleted], 1, 'patient-unavailable', 'deleted'],
    ['a merged patient', ({ merged }) => ['--patient', merged], 1, 'patient-unavailable', 'merged'],
    ['an id that is none', () => ['--patient', 'jane'], 2, 'request-invalid', '--patient is not an id'],
    ['neither patient nor case', () => [], 2, 'request-invalid', 'either --patient ID or --case ID'],
    [
      'both',
      ({ jane, janesCase }) => ['--patient', jane, '--case', janesCase],
      2,
      'request-invalid',
      'either',
    ],
  ])('for %s says so, and keeps the file', async (_name, args, exitCode, code, words) => {
    const desk = await cliDesk();
    const path = await desk.letter();
    const result = await desk.run('upload', path, ...args(desk), '--json', '--wait', '0');
    expect(result.code).toBe(exitCode);
    expect(result.err).toMatch(/^chartdrop: [A-Z][^\n]+\n$/);
    expect(result.err).toContain(words);
    expect(jsonOf(errorReport, result).error.code).toBe(code);
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect(desk.demo.requests().storagePosts).toBe(0);
  });

  it.each([
    ['no key', {}, 'No API key is set.'],
    ['a wrong key', { CHARTDROP_API_KEY: 'not-the-key-au1' }, 'does not accept this API key'],
    ['what cannot be a key', { CHARTDROP_API_KEY: 'two words' }, 'This is not a Cliniko API key.'],
  ])('with %s says so', async (_name, given, words) => {
    const desk = await cliDesk();
    const path = await desk.letter();
    const env = { CHARTDROP_API_URL: desk.demo.apiUrl, ...given };
    const args = ['upload', path, '--patient', desk.jane, '--data', desk.data];
    const result = discreet(await runCli(args, env), 'not-the-key-au1');
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toContain(words);
    expect(desk.demo.requests().storagePosts).toBe(0);
  });

  it('over a network that is away says so', async () => {
    const desk = await cliDesk();
    await desk.demo.stop();
    const path = await desk.letter();
    const result = await desk.run('upload', path, '--patient', desk.jane, '--wait', '0');
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(/^chartdrop: Cliniko cannot be reached\. /);
  });

  it('with the data of another key says so, and changes nothing (case 29)', async () => {
    const desk = await cliDesk();
    await desk.run('upload', await desk.letter(), '--patient', desk.jane);
    await rm(join(desk.data, 'secrets.json'));
    const result = await desk.run('upload', await desk.letter('two.pdf'), '--patient', desk.jane);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toContain('cannot be read with the key');
    await writeFile(join(desk.data, 'secrets.json'), '{"data-');
    expect((await desk.run('status')).err).toContain('cannot be read with the key');
  });
});
