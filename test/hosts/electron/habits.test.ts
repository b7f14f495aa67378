import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onlyOn } from '../../fixtures/only-on.ts';
import { preferencesSchema } from '../../../preload/contract/settings.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { someBytes, testClinic } from '../../fixtures/upload-bench.ts';
import { launchBuiltMain, startBuiltMain } from './start-built-main.ts';

/** The built program in development mode with the test's clinic. */
async function desktop(given: { holdSeconds?: number } = {}) {
  const demo = await testClinic();
  const desk = await desktopOn({ CHARTDROP_API_URL: demo.apiUrl }, given, (main) =>
    main.call('clinic:useKey', { apiKey: demo.apiKey }),
  );
  return { ...desk, demo };
}

/** The installed program, which accepts no other address than its key's, with the demo clinic. */
const installed = () => desktopOn({}, {}, (main) => main.call('clinic:useDemo', null));

/** With a patient to select, controlled by Electron's events. `begin` opens its clinic. */
async function desktopOn(
  more: Record<string, string>,
  given: { holdSeconds?: number },
  begin: (main: Awaited<ReturnType<typeof startBuiltMain>>) => Promise<unknown>,
) {
  const [data, home, files] = [await tempFolder(), await tempFolder(), await tempFolder()];
  const env = { ...more, XDG_CONFIG_HOME: home };
  const main = await startBuiltMain({ data, env });
  await begin(main);
  const { holdSeconds = 0 } = given;
  await main.call('settings:update', preferencesSchema.parse({ holdSeconds }));
  const [jane] = await main.call('patients:search', { query: 'citizen, jane' });
  if (jane === undefined) throw new Error('no Jane');
  let number = 0;
  return {
    ...main,
    jane,
    home,
    data,
    again: (more: Parameters<typeof startBuiltMain>[0] = {}) =>
      startBuiltMain({ data, ...more, env: { ...env, ...more.env } }),
    arm: () => main.call('destination:arm', { patientId: jane.id, caseId: null }),
    /** As if dropped on the patient in the window. */
    give: async (paths: string[]) =>
      main.call('jobs:add', {
        files: await main.handles(paths),
        target: { patientId: jane.id, caseId: null },
      }),
    armed: async () => (await main.call('status:read', null)).active.destination,
    counts: async () => (await main.call('status:read', null)).counts,
    letter: async (size = 2000): Promise<string> => {
      const path = join(files, `quillfeather ${(number += 1)}.pdf`);
      await writeFile(path, someBytes(size));
      return path;
    },
    handOver: (more: { files?: string[]; links?: string[]; hidden?: boolean }) =>
      main.emit('app', 'second-instance', [], '/', { files: [], links: [], hidden: false, ...more }),
  };
}

describe('one instance', () => {
  it('shows the first at a second start, and adds its files to the inbox', async () => {
    const { handOver, letter, counts, call, details } = await desktop();
    await handOver({ files: [await letter(), await letter(), '/nowhere/gone.pdf'] });
    expect(details('show')).toHaveLength(2);
    await expect.poll(counts).toMatchObject({ inbox: 2 });
    expect(await call('host:take', null)).toMatchObject([
      { kind: 'files', taken: 2, errors: [{ code: 'file-missing' }] },
    ]);
    expect(await call('host:take', null)).toEqual([]);
  });

  it('never files to the selected patient: files wait for a click', async () => {
    const { handOver, arm, letter, counts, emit } = await desktop({ holdSeconds: 600 });
    await arm();
    await handOver({ files: [await letter(), await letter()] });
    await emit('app', 'open-file', await letter());
    await expect.poll(counts).toMatchObject({ inbox: 3, held: 0, queued: 0 });
  });

  it('receives files from macOS and its own arguments, once a clinic is open', async () => {
    const { emit, letter, counts, again, quit, exited } = await desktop();
    expect(await emit('app', 'open-file', await letter())).toBe(true);
    await expect.poll(counts).toMatchObject({ inbox: 1 });
    quit();
    expect(await exited).toBe(0);
    const next = await again({ args: ['--hidden', await letter(), 'chartdrop://patient/12'] });
    await expect.poll(async () => (await next.call('status:read', null)).counts).toMatchObject({ inbox: 2 });
    const asks = await next.call('host:take', null);
    expect(asks).toContainEqual({ kind: 'propose', target: { kind: 'patient', id: '12' } });
  });

  it('ends a second one that handed its arguments over, before it has opened anything', async () => {
    const { data, letter } = await desktop();
    const path = await letter();
    const env = { CHARTDROP_TEST_LOCK: 'taken' };
    const second = await launchBuiltMain({ data, args: [path], env });
    expect(await second.exited).toBe(0);
    expect(second.last('handed-over')).toEqual({ hidden: false, files: [path], links: [] });
    expect(second.told.map(({ what }) => what).filter((what) => what !== 'app-event')).toEqual([
      ...['privileged', 'model-id', 'handed-over', 'evaluated', 'ready', 'quit'],
    ]);
  });
});

describe('a link', () => {
  it('proposes, and selects no patient without a person', async () => {
    const { handOver, emit, jane, call, armed, details } = await installed();
    await handOver({ links: [`chartdrop://open?patient_id=${jane.id}`] });
    expect(await call('host:take', null)).toEqual([
      { kind: 'propose', target: { kind: 'patient', id: jane.id } },
    ]);
    expect(await call('link:look', { kind: 'patient', id: jane.id })).toMatchObject({
      patient: { name: 'Jane Citizen', dateOfBirth: '1980-02-03' },
    });
    await emit('app', 'open-url', 'chartdrop://case/17');
    await emit('app', 'open-url', 'chartdrop://case/17;DROP');
    expect(await call('host:take', null)).toEqual([
      { kind: 'propose', target: { kind: 'case', id: '17' } },
      { kind: 'link-refused' },
    ]);
    expect(await armed()).toBeNull();
    expect(details('show').length).toBeGreaterThan(0);
    // On Windows the installers register links.
    expect(details('protocol-client')).toEqual(process.platform === 'win32' ? [] : ['chartdrop']);
  });
});

describe('the tray', () => {
  it('shows the state in words and counts, and the patient only in its menu', async () => {
    const { handOver, letter, arm, last } = await desktop();
    expect(last('tray-tip')).toBe('Chartdrop\nEverything is filed.');
    await handOver({ files: [await letter()] });
    await expect.poll(() => last('tray-tip')).toContain('1 file in the inbox needs a patient.');
    await arm();
    await expect.poll(() => JSON.stringify(last('tray'))).toContain('Scans go to Jane Citizen');
    expect(last('tray-tip')).not.toContain('Jane');
  });

  it('pauses, resumes, finishes the selection, shows and quits', async () => {
    const { press, arm, armed, call, last, emit, details, exited } = await desktop();
    await press('tray', 'Pause uploads');
    expect(await call('status:read', null)).toMatchObject({ pausedBy: ['person'] });
    await expect.poll(() => last('tray')).toContain('Resume uploads');
    await press('tray', 'Resume uploads');
    expect(await call('status:read', null)).toMatchObject({ pausedBy: [] });
    await arm();
    await expect.poll(() => last('tray')).toContain('Finish');
    await press('tray', 'Finish');
    expect(await armed()).toBeNull();
    await press('tray', 'Show Chartdrop');
    await emit('tray', 'click');
    await emit('app', 'activate');
    expect(details('show')).toHaveLength(4);
    await press('tray', 'Quit Chartdrop').catch(() => undefined);
    expect(await exited).toBe(0);
  });

  it('keeps the window when it is closed, which is said once', async () => {
    const { emit, details, quit, exited, again } = await desktop();
    expect(await emit('window', 'close')).toBe(true);
    expect(await emit('window', 'close')).toBe(true);
    expect(details('hide')).toHaveLength(2);
    expect(details('notification')).toMatchObject([{ title: 'Chartdrop keeps running in the background' }]);
    quit();
    expect(await exited).toBe(0);
    const next = await again();
    expect(await next.emit('window', 'close')).toBe(true);
    expect(next.details('notification')).toEqual([]);
  });
});

describe('what the system shows for the program', () => {
  it('is kept until it is gone: a click on a notification arrives after garbage collection', async () => {
    const { emit, details, collect } = await desktop();
    await emit('window', 'close');
    expect(details('notification')).toHaveLength(1);
    await collect();
    const shown = details('show').length;
    expect(await emit('notification', 'click')).toBe(false);
    expect(details('show')).toHaveLength(shown + 1);
    await emit('notification', 'close');
    await collect();
    expect(await emit('notification', 'click')).toBe('collected');
  });

  it('belongs to its window: the choice of a folder, and the question at a quit unless that is hidden', async () => {
    const { call, last, give, arm, letter, counts, quit, answer, details, emit } = await desktop({
      holdSeconds: 600,
    });
    await call('folders:choose', { from: null });
    expect(last('open-dialog')).toBe(true);
    await arm();
    await give([await letter()]);
    await expect.poll(counts).toMatchObject({ held: 1 });
    quit();
    await expect.poll(() => details('question')).toMatchObject([{ hasParent: true }]);
    answer(0);
    await emit('window', 'close');
    quit();
    await expect.poll(() => details('question')).toMatchObject([{}, { hasParent: false }]);
  });
});

describe('a start at login', () => {
  const autostart = onlyOn('linux', 'The folder of what starts at login is one of Linux desktops.');

  it('is hidden', async () => {
    const { details } = await startBuiltMain({ args: ['--hidden'] });
    expect(details('show')).toEqual([]);
    const shown = await startBuiltMain();
    await shown.until('show');
  });

  it('is a setting, kept on Linux where its desktops look', autostart, async () => {
    const { call, home } = await installed();
    const entry = join(home, 'autostart', 'chartdrop.desktop');
    expect((await call('app:info', null)).capabilities).toMatchObject({ tray: true, loginItem: true });
    expect(await call('host:read', null)).toEqual({ openAtLogin: false });
    expect(await call('host:update', { openAtLogin: true })).toEqual({ openAtLogin: true });
    expect(await readFile(entry, 'utf8')).toMatch(/^Exec=".+" --hidden$/m);
    expect(await call('host:update', { openAtLogin: false })).toEqual({ openAtLogin: false });
    expect(existsSync(entry)).toBe(false);
  });
});

describe('a quit', () => {
  it('asks while files are not filed; after quitting anyway, they resume at the next start', async () => {
    const { arm, give, letter, counts, quit, answer, details, last, exited, again } = await desktop({
      holdSeconds: 600,
    });
    await arm();
    await give([await letter(), await letter()]);
    await expect.poll(counts).toMatchObject({ held: 2 });
    quit();
    await expect.poll(() => last('question')).toMatchObject({ message: '2 files are not filed yet.' });
    answer(0);
    expect(await counts()).toMatchObject({ held: 2 });
    // Quits again while the question is open: it is shown once.
    quit();
    quit();
    await expect.poll(() => details('question')).toHaveLength(2);
    answer(1);
    expect(await exited).toBe(0);
    const next = await again();
    expect((await next.call('status:read', null)).counts).toMatchObject({ held: 2 });
  });

  it.each([
    ['the session ends (Linux)', (one: Awaited<ReturnType<typeof desktop>>) => one.kill('SIGTERM')],
    [
      'the system shuts down',
      (one: Awaited<ReturnType<typeof desktop>>) => one.emit('powerMonitor', 'shutdown'),
    ],
  ])('needs no question when %s', async (_name, end) => {
    const one = await desktop({ holdSeconds: 600 });
    await one.arm();
    await one.give([await one.letter()]);
    await expect.poll(one.counts).toMatchObject({ held: 1 });
    await end(one);
    expect(await one.exited).toBe(0);
    expect(one.details('question')).toEqual([]);
    expect(one.last('quit')).toBeNull();
  });

  it('is immediate when Windows logs off: required data is on disk', async () => {
    const one = await desktop({ holdSeconds: 600 });
    await one.arm();
    await one.give([await one.letter()]);
    await expect.poll(one.counts).toMatchObject({ held: 1 });
    one.logOff();
    expect(await one.exited).toBe(0);
    expect(one.told.at(-1)?.what).toBe('session-ended');
    expect(one.details('question')).toEqual([]);
    expect(await readFile(join(one.data, 'logs', 'chartdrop.log'), 'utf8')).toContain('"event":"stopped"');
    expect(JSON.parse(await readFile(join(one.data, 'settings.json'), 'utf8'))).toMatchObject({
      place: { width: 911, isMaximised: false },
    });
    const next = await one.again();
    expect((await next.call('status:read', null)).counts).toMatchObject({ held: 1 });
    expect((await next.call('status:read', null)).active).toMatchObject({ destination: null });
  });
});

describe('the menu', () => {
  it('leads to the views, pauses and finishes the selection, without developer tools in the packaged program', async () => {
    const { press, call, last, details } = await installed();
    const said = JSON.stringify(last('menu'));
    expect(said).toContain('"Copy","Paste"');
    expect(said).not.toMatch(/reload|toggleDevTools/);
    await press('app', 'Find a patient');
    await press('app', 'History');
    expect(await call('host:take', null)).toEqual([{ kind: 'show', view: 'history' }]);
    expect(details('show')).toHaveLength(3);
    await press('app', 'Pause or resume uploads');
    expect(await call('status:read', null)).toMatchObject({ pausedBy: ['person'] });
    await press('app', 'Pause or resume uploads');
    expect(await call('status:read', null)).toMatchObject({ pausedBy: [] });
    const developed = await startBuiltMain({ env: { CHARTDROP_TEST_PACKAGED: 'no' } });
    await expect.poll(() => JSON.stringify(developed.last('menu') ?? null)).toContain('toggleDevTools');
  });
});

describe('the language', () => {
  it('is the system’s at first, then the chosen one, in menu, tray and questions, without a restart', async () => {
    const main = await startBuiltMain({ env: { CHARTDROP_TEST_LOCALE: 'de-CH' } });
    await expect.poll(() => JSON.stringify(main.last('menu') ?? null)).toContain('Bearbeiten');
    expect(JSON.stringify(main.last('menu'))).toContain('"Kopieren","Einfügen"');
    await expect.poll(() => main.last('tray-tip')).toContain('noch nicht eingerichtet');
    await main.call('settings:update', preferencesSchema.parse({ language: 'fr' }));
    await expect.poll(() => JSON.stringify(main.last('menu'))).toContain('Édition');
    await expect.poll(() => main.last('tray-tip')).toContain('n’est pas encore configuré');
    await main.press('app', 'Historique');
    expect(await main.call('host:take', null)).toEqual([{ kind: 'show', view: 'history' }]);
    await main.emit('window', 'close');
    expect(main.last('notification')).toMatchObject({ title: 'Chartdrop continue en arrière-plan' });
    const menus = main.details('menu').length;
    await main.call('settings:update', preferencesSchema.parse({ language: 'fr', holdSeconds: 5 }));
    expect(main.details('menu')).toHaveLength(menus);
  });
});

describe('work that no person watches', () => {
  it('is reported by one notification of counts, which leads to its view', async () => {
    const { arm, handOver, give, letter, details, last, emit, call, counts } = await desktop();
    await arm();
    await give([await letter(), await letter()]);
    await call('destination:disarm', null);
    await handOver({ files: [await letter()] });
    await expect.poll(counts).toMatchObject({ filed: 2, inbox: 1 });
    await expect.poll(() => details('notification')).toHaveLength(1);
    expect(last('notification')).toEqual({
      title: 'Chartdrop',
      body: '1 file in the inbox needs a patient.\n2 files were filed.',
    });
    await call('host:take', null);
    await emit('notification', 'click');
    expect(await call('host:take', null)).toEqual([{ kind: 'show', view: 'desk' }]);
  });

  it('flashes the taskbar for what needs a person, if a person wants that, until the window is in front', async () => {
    const { handOver, letter, details, last, emit, call, counts } = await desktop();
    await handOver({ files: [await letter()] });
    await expect.poll(counts).toMatchObject({ inbox: 1 });
    expect(details('flash')).toEqual([]);
    await call('settings:update', preferencesSchema.parse({ flash: true }));
    await handOver({ files: [await letter()] });
    await expect.poll(() => details('flash')).toEqual([true]);
    await emit('window', 'focus');
    expect(last('flash')).toBe(false);
  });

  it('shows in the taskbar, and keeps the machine awake until it is done', async () => {
    const { demo, arm, give, letter, last, details, counts } = await desktop();
    demo.faults.add({ step: 'storage', act: { slowRead: 2_000_000 } });
    await arm();
    await give([await letter(4_000_000)]);
    await expect.poll(() => last('progress')).toMatchObject({ fraction: expect.any(Number) as number });
    await expect.poll(() => details('awake')).toEqual(['prevent-app-suspension']);
    await expect.poll(counts).toMatchObject({ filed: 1 });
    await expect.poll(() => details('may-sleep')).toEqual([7]);
    await expect.poll(() => last('progress')).toEqual({ fraction: -1, mode: 'none' });
    await give(['/nowhere.pdf', await letter()]);
    await expect.poll(counts).toMatchObject({ filed: 2 });
    expect(details('badge')).toEqual([]);
  });
});

describe('the system', () => {
  it('sleeps in the middle of an upload, and wakes: the file is filed once (case 23)', async () => {
    const { demo, arm, give, letter, emit, counts, call, armed } = await desktop();
    demo.faults.add({ step: 'storage', act: { slowRead: 200_000 } });
    await arm();
    await give([await letter(6_000_000)]);
    // Some but not all of its bytes were sent, so an upload after sleep is a new post.
    await expect.poll(() => demo.faults.fired()).toEqual({ slowRead: 1 });
    await emit('powerMonitor', 'suspend');
    await expect.poll(counts).toMatchObject({ uploading: 0, queued: 1 });
    expect(await call('status:read', null)).toMatchObject({ pausedBy: ['sleep'] });
    expect(await armed()).toBeNull();
    await emit('powerMonitor', 'resume');
    await expect.poll(counts).toMatchObject({ filed: 1 });
    expect(demo.attachments().filter(({ filename }) => filename?.startsWith('quillfeather'))).toHaveLength(1);
  });

  it('ends the selection when the screen is locked: by the system’s event, or on Linux by polling', async () => {
    const { arm, armed, emit, idle } = await desktop();
    await arm();
    if (process.platform === 'linux') idle({ idle: 'locked' });
    else await emit('powerMonitor', 'lock-screen');
    await expect.poll(armed).toBeNull();
  });

  it('ends the selection when another user takes the screen', async () => {
    const { arm, armed, emit } = await desktop();
    await arm();
    await emit('powerMonitor', 'user-did-resign-active');
    expect(await armed()).toBeNull();
  });

  it('has a network again: jobs stop backing off', async () => {
    const { demo, arm, give, letter, counts, call } = await desktop();
    demo.faults.add({ step: 'presign', act: 'drop-before', times: 5 });
    await arm();
    await give([await letter()]);
    await expect.poll(() => demo.faults.fired()).not.toEqual({});
    // Without the event it would take half a minute: 1 + 2 + 4 + 8 + 16 seconds.
    const returned = async () => {
      await call('network:returned', null);
      return counts();
    };
    await expect.poll(returned).toMatchObject({ filed: 1 });
  });
});
