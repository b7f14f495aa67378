import type { Intake } from '../../main/uploads/intake/intake.ts';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { destinationSchema } from '../../preload/contract/destination.ts';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { JobView, Status } from '../../preload/contract/views.ts';
import { createCaller } from '../../main/window/caller.ts';
import { createDispatch } from '../../main/window/dispatch.ts';
import { createHostAsks } from '../../main/window/host-asks.ts';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import type { Decoder } from '../../main/base/ports.ts';

/**
 * A core without database, network or clinic, which lets the desktop side run in an Electron whose Node is too old for
 * the real core. Replaces `main/core/desk.ts`, `main/window/window-service.ts`, `main/window/status.ts`, the demo clinic
 * and the lock of files, which needs SQLite; all other modules are the product's.
 */
const jane = destinationSchema.parse({
  kind: 'patient',
  patient: { id: '1002', name: 'Jane Citizen', dateOfBirth: '1980-02-03' },
});
const zero = Object.fromEntries(jobStates.map((state) => [state, 0])) as Status['counts'];
const core = {
  clinic: null as 'demo' | 'own' | null,
  armed: false,
  paused: new Set<Status['pausedBy'][number]>(),
  rows: [] as JobView[],
  dropped: 0,
};
const listeners = new Set<{ onDeskChanged?: () => void }>();
const heard = new Set<(name: string, payload: unknown) => void>();
const changed = (): void => {
  for (const listener of listeners) listener.onDeskChanged?.();
  for (const hear of heard) hear('status:changed', statusOf());
};

const row = (name: string, state: JobView['state']): JobView => ({
  ...{ id: jobIdSchema.parse(randomUUID()), state, name, size: 300_000, source: 'drop' },
  ...{ appearedAt: Date.now(), description: null, paused: false, until: null, error: null },
  ...{
    failedIn: null,
    slowSince: null,
    candidates: [],
    duplicateOf: null,
    stackPages: null,
    madeOf: null,
    page: null,
    attachmentId: null,
  },
  ...{ endedAt: null, archived: false, acts: ['assign', 'dismiss'], preview: 'pages' },
  destination: state === 'inbox' ? null : jane,
  reason: state === 'inbox' ? 'nobody-armed' : null,
  progress: state === 'uploading' ? { sent: 120_000, perSecond: 40_000 } : null,
});

const app = {
  uploads: {
    intake: {
      takeIn: (taken: { path: string }) => {
        core.rows.push(row(taken.path.split('/').at(-1) ?? '', 'inbox'));
        changed();
      },
      // Under the names of the real one: the desktop side is bundled with this, and would notice another only when it runs.
    } satisfies Record<keyof Intake, unknown>,
    queue: {
      running: () => [],
      pausedBy: () => core.paused,
      pause(by: 'person') {
        core.paused.add(by);
        changed();
      },
      resume(by: 'person') {
        core.paused.delete(by);
        changed();
      },
    },
  },
  scans: {
    active: {
      disarm() {
        core.armed = false;
        changed();
      },
      atDesk: { asked: false, name: null },
      showsToday: false,
    },
  },
  history: { jobs: { counts: () => statusOf().counts } },
};

export function statusOf(): Status {
  const counts = { ...zero };
  for (const { state } of core.rows) counts[state] += 1;
  const nothing = { found: 0, filed: 0, waiting: 0, failed: 0, dismissed: 0 };
  return {
    clinic: core.clinic,
    problem: null,
    user: null,
    connection: 'online',
    pausedBy: [...core.paused],
    rate: { used: 0, limit: 200, blockedForMs: 0 },
    active: core.armed
      ? { destination: jane, remainingMs: 581_000 }
      : { destination: null, remainingMs: null },
    counts,
    today: { day: '2026-11-26', ...nothing },
    archives: [],
    atDesk: { asked: false, name: null },
    showsToday: false,
    stuck: 0,
    otherPcs: [],
    jobsRevision: core.rows.length,
  };
}

interface Ports {
  secrets: {
    read(name: string): Promise<string | null>;
    write(name: string, value: string): Promise<void>;
    writeWithoutStore(name: string, value: string): Promise<void>;
  };
}
let ports: Ports | null = null;

export function createDesk(given: Ports) {
  ports = given;
  return {
    opened: () => (core.clinic === null ? null : { app, choice: core.clinic }),
    problem: () => null,
    preferences: () => preferencesSchema.parse({}),
    listen: (events: { onDeskChanged?: () => void }) => {
      listeners.add(events);
      return () => listeners.delete(events);
    },
    async start() {
      if ((await given.secrets.read('data-key')) !== null) core.clinic = 'own';
      changed();
    },
    stop: () => Promise.resolve(),
  };
}

/** No other process has the files. */
export const whileLocked = <T>(_path: string, work: () => Promise<T>): Promise<T> => work();

export const startDemoClinic = (): Promise<never> => Promise.reject(new ChartdropError('unexpected'));

async function useKey(apiKey: string, isSessionOnly: boolean): Promise<Status> {
  const secrets = ports?.secrets;
  const keep = isSessionOnly ? secrets?.writeWithoutStore.bind(secrets) : secrets?.write.bind(secrets);
  await keep?.('api-key', apiKey);
  await keep?.('data-key', 'a made-up data key');
  core.clinic = 'own';
  core.armed = true;
  core.rows.push(row('SCN_0041.pdf', 'uploading'), row('referral.pdf', 'queued'));
  core.rows.push({ ...row('x-ray.jpg', 'held'), until: Date.now() + 600_000 });
  changed();
  return statusOf();
}

export function createWindowService(given: {
  decoder: Pick<Decoder, 'page'>;
  info: unknown;
  updates: { state(): unknown; check(): Promise<unknown> };
  hostSettings: unknown;
  chooseFolder: (from: string | null) => Promise<string | null>;
}) {
  const asks = createHostAsks();
  const inbox = (one: JobView): boolean => one.state === 'inbox';
  const answers: Record<string, (input: never) => unknown> = {
    'app:info': () => given.info,
    'status:read': () => statusOf(),
    'clinic:useKey': ({ apiKey, sessionOnly = false }: { apiKey: string; sessionOnly?: boolean }) =>
      useKey(apiKey, sessionOnly),
    'clinic:identify': () => statusOf(),
    'settings:read': () => preferencesSchema.parse({}),
    'jobs:page': ({ list }: { list: string }) => {
      const [needs, moving] = [core.rows.filter(inbox), core.rows.filter((one) => !inbox(one))];
      const rows = { day: [...needs, ...moving], needs, moving }[list] ?? [];
      return { rows, total: rows.length, revision: core.rows.length };
    },
    'destination:recent': () => [],
    'folders:list': () => [],
    'folders:suggest': () => [],
    'folders:choose': async () => {
      const path = await given.chooseFolder(null);
      return path === null ? null : { handle: 'h'.repeat(32), path };
    },
    'history:days': () => [],
    'history:page': () => ({ rows: [], next: null }),
    'host:take': () => asks.drain(),
    'network:returned': () => null,
    'updates:read': () => given.updates.state(),
  };
  const handlers = new Proxy(answers, {
    get: (all, name: string) =>
      all[name] ??
      (() => {
        throw new ChartdropError('request-invalid', { detail: name });
      }),
  });
  asks.listen(() => heard.forEach((hear) => hear('host:asked', null)));
  const pdf = seedFile('pdf', 1);
  const bytes = () => ({ stream: Readable.from([pdf]), type: 'application/pdf', name: 'letter.pdf' });
  const suspend = (): void => app.uploads.queue.pause('sleep' as 'person');
  const wake = (): void => app.uploads.queue.resume('sleep' as 'person');
  return {
    dispatch: createDispatch(handlers as never),
    notices: {
      revision: () => core.rows.length,
      listen: (hear: (name: string, payload: unknown) => void) => {
        heard.add(hear);
        return () => heard.delete(hear);
      },
    },
    asks,
    interruptions: { suspend, wake, lock: () => app.scans.active.disarm(), networkReturned: () => undefined },
    newCaller: () => createCaller({ monotonic: () => performance.now() }),
    bytes: {
      content: async () => bytes(),
      local: async () => bytes(),
      async page(_source: unknown, id: string, query: { page: string; width: string }) {
        const wanted = { page: Number(query.page), width: Number(query.width) };
        const read = () => Promise.resolve(pdf);
        const drawn = await given.decoder.page({ file: id, read, ...wanted }, new AbortController().signal);
        const headers = { 'x-chartdrop-page': `${drawn.page}`, 'x-chartdrop-pages': `${drawn.pages}` };
        return { stream: Readable.from([drawn.png]), type: 'image/png', name: 'page.png', headers };
      },
      history: () => bytes(),
      report: async () => bytes(),
      async drop(_query: unknown, stream: Readable) {
        for await (const part of stream) core.dropped += (part as Buffer).length;
        const made = { ...row(`dropped ${core.dropped}.pdf`, 'inbox'), size: core.dropped };
        core.rows.push(made);
        changed();
        return { id: made.id };
      },
    },
    stop: () => undefined,
  };
}
