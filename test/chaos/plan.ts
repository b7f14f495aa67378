import type { FaultAct, FaultStep } from '../../main/demo-clinic/faults/faults.ts';
import { createRandom, type Random } from '../../main/demo-clinic/base/seeded-random.ts';
import { type HistoryKind, historyKinds, type Pen, writeHandOver, writeHistory } from './histories.ts';
import {
  type Act,
  type ClinicFault,
  type Place,
  patientsOfRound,
  type PlannedFile,
  type RoundPlan,
  type WorldFault,
  worldFaults,
} from './script.ts';

export * from './script.ts';

/** The requests that each fault of the clinic can affect. */
const steps: Record<ClinicFault, readonly [FaultStep, ...FaultStep[]]> = {
  'drop-before': ['create', 'storage', 'presign', 'list'],
  'drop-after': ['create', 'create', 'storage', 'presign'],
  hang: ['create', 'storage', 'presign', 'list'],
  'hang-after': ['create', 'create', 'storage'],
  html: ['create', 'storage', 'presign', 'list'],
  truncate: ['create', 'storage', 'presign', 'list'],
  'expire-policy': ['presign', 'storage'],
  status: ['create', 'storage', 'presign', 'list'],
  rateLimitMs: ['create', 'presign', 'list'],
  delayMs: ['create', 'storage', 'presign', 'list'],
  slowRead: ['storage'],
  'never-process': ['create'],
  'process-wrong-size': ['create'],
  'process-wrong-patient': ['create'],
  vanish: ['create'],
  'clean-name': ['create'],
  'null-completed': ['create'],
  'null-attributes': ['create'],
  'null-post': ['presign'],
  overwriteMs: ['case-write'],
};
/** Faults that can also affect writing a case's list. */
const caseFaults: readonly Kind[] = ['drop-before', 'drop-after', 'html', 'truncate', 'status', 'delayMs'];
export const clinicFaults = Object.keys(steps) as ClinicFault[];

type Kind = ClinicFault | WorldFault;

/** Bytes per second: a large upload takes a second or two, long enough for other events. */
const slowly = 6_000_000;

function actOf(fault: ClinicFault, step: FaultStep, random: Random): FaultAct {
  switch (fault) {
    case 'status':
      if (step === 'case-write') return { status: random.pick([503, 403, 422]) };
      return { status: random.pick([500, 502, 503]) };
    case 'rateLimitMs':
      return { rateLimitMs: 500 + random.below(1500) };
    case 'delayMs':
      return { delayMs: 100 + random.below(1500) };
    case 'slowRead':
      return { slowRead: slowly };
    case 'overwriteMs':
      // Before or after the list is read back.
      return { overwriteMs: random.pick([0, 5, 400]) };
    default:
      return fault;
  }
}

/** Every kind comes up equally often over a seed's rounds; combinations differ by round. */
function cardsOf<K>(
  all: readonly K[],
  perRound: number,
  { seed, round }: { seed: number; round: number },
): K[] {
  // The complete deck is dealt before a card repeats, then shuffled again.
  const deal = (at: number): K[] => {
    const random = createRandom(seed * 7919 + at);
    const deck = [...all];
    for (let last = deck.length - 1; last > 0; last -= 1) {
      const other = random.below(last + 1);
      [deck[last], deck[other]] = [deck[other] as K, deck[last] as K];
    }
    return deck;
  };
  return Array.from({ length: perRound }, (_, at) => {
    const card = round * perRound + at;
    return deal(Math.floor(card / all.length))[card % all.length] as K;
  });
}

const faultsPerRound = 4;
const historiesPerRound = 3;
/** Two of five rounds have a second program. */
const seconds: readonly RoundPlan['second'][] = [null, 'same-path', null, 'other-path', null];

/**
 * The script of one round: a pure function of seed and round, so that a failure can be repeated. Waits are random and
 * the program's reaction is unknown, so every outcome must be correct.
 */
export function planRound(seed: number, round: number): RoundPlan {
  const random = createRandom(seed * 1_000_003 + round);
  const kinds = cardsOf<Kind>([...clinicFaults, ...worldFaults], faultsPerRound, { seed, round });
  const histories = cardsOf<HistoryKind>(historyKinds, historiesPerRound, { seed: seed + 1, round });
  const second = seconds[round % seconds.length] ?? null;
  const files: PlannedFile[] = [];
  const acts: Act[] = [];
  const later: Act[] = [];

  const wait = (most: number): void => void acts.push({ kind: 'wait', ms: random.below(most) });
  const newFile = (given: Partial<PlannedFile> = {}): PlannedFile => {
    const file: PlannedFile = {
      number: files.length,
      place: random.pick(['active', 'active', 'fixed', 'by-name']),
      type: random.pick(['pdf', 'txt', 'heic']),
      patient: random.below(patientsOfRound),
      inCase: random.chance(0.4),
      sameAs: null,
      ...given,
    };
    files.push(file);
    return file;
  };
  const arm = (patient: number, inCase = random.chance(0.4)): void => {
    acts.push({ kind: 'arm', patient, inCase });
    if (second === null || !random.chance(0.5)) return;
    acts.push({ kind: 'arm-second', patient: random.below(patientsOfRound), inCase: random.chance(0.4) });
  };
  const kill = (when: number | ClinicFault): void =>
    void acts.push({ kind: 'kill', when, downMs: random.below(400) });
  const write = (file: PlannedFile): void => {
    if (file.place === 'active' && random.chance(0.85)) arm(file.patient, file.inCase);
    if (!random.chance(0.35)) {
      acts.push({ kind: 'write', file: file.number, manner: random.pick(['whole', 'renamed', 'reserved']) });
      return;
    }
    acts.push({ kind: 'begin', file: file.number });
    // Another writer acts before all pages are read.
    if (file.place === 'active' && random.chance(0.6)) arm(random.below(patientsOfRound));
    if (random.chance(0.15)) kill(random.below(200));
    acts.push({ kind: 'finish', file: file.number });
  };
  const strike = (kind: Kind): void => {
    switch (kind) {
      case 'disk-full':
        acts.push({ kind: 'fill-disk' });
        later.push({ kind: 'free-disk' });
        return;
      case 'folder-vanished': {
        const place = random.pick<Place>(['active', 'fixed', 'by-name']);
        write(newFile({ place }));
        wait(600);
        acts.push({ kind: 'vanish-folder', place });
        wait(1200);
        if (random.chance(0.3)) kill(random.below(300));
        acts.push({ kind: 'return-folder', place });
        return;
      }
      case 'file-rewritten':
      case 'file-renamed':
      case 'file-removed': {
        const file = newFile();
        write(file);
        wait(1200);
        if (kind === 'file-rewritten') {
          acts.push({ kind: 'rewrite', file: file.number, inMidUpload: false });
        } else acts.push({ kind: kind === 'file-renamed' ? 'rename' : 'remove', file: file.number });
        return;
      }
      case 'file-rewritten-in-mid-upload': {
        // The next upload before it triggers one of them.
        const act = { slowRead: slowly };
        acts.push({ kind: 'fault', fault: 'slowRead', step: 'storage', act, skip: 0, times: 4 });
        const file = newFile({ type: 'dcm', place: random.pick(['active', 'fixed']) });
        if (file.place === 'active') arm(file.patient, file.inCase);
        acts.push({ kind: 'write', file: file.number, manner: 'whole' });
        acts.push({ kind: 'rewrite', file: file.number, inMidUpload: true });
        return;
      }
      case 'file-locked':
      case 'file-denied': {
        const file = newFile();
        acts.push({ kind: 'lock', file: file.number, how: kind === 'file-denied' ? 'denied' : 'held' });
        write(file);
        later.push({ kind: 'unlock', file: file.number });
        return;
      }
      case 'case-edited': {
        const file = newFile({ place: 'active', inCase: true });
        write(file);
        for (const how of ['add', 'remove'] as const) {
          if (how === 'add' || random.chance(0.5))
            acts.push({ kind: 'edit-case', patient: file.patient, how });
        }
        write(newFile({ place: 'active', inCase: true, patient: file.patient }));
        return;
      }
      default: {
        // While people edit a case, no fault may extend the gap between reading and writing it.
        const mayMeetCase = caseFaults.includes(kind) && !kinds.includes('case-edited') && random.chance(0.4);
        const step = mayMeetCase ? 'case-write' : random.pick(steps[kind]);
        acts.push({
          kind: 'fault',
          fault: kind,
          step,
          act: actOf(kind, step, random),
          skip: step === 'case-write' ? 0 : random.below(2),
          times: 1,
        });
        const file = newFile({
          ...(kind === 'slowRead' ? { type: 'dcm' } : {}),
          ...(step === 'case-write' ? { place: 'active', inCase: true } : {}),
        });
        write(file);
        if (random.chance(0.4)) kill(kind);
        // A case is written last: without a wait, the round's faults would be over.
        if (step === 'case-write') acts.push({ kind: 'await-fault', fault: kind });
      }
    }
  };

  const pen: Pen = {
    ...{ random, acts, later, newFile, wait, kill },
    slowly: { slowRead: slowly },
    armSomebody: () => arm(random.below(patientsOfRound)),
    save(file) {
      if (file.place === 'active' && random.chance(0.85)) arm(file.patient, file.inCase);
      acts.push({ kind: 'write', file: file.number, manner: random.pick(['whole', 'renamed', 'reserved']) });
    },
  };

  arm(random.below(patientsOfRound));
  for (const [at, kind] of kinds.entries()) {
    strike(kind);
    wait(500);
    // Between the faults, so that some of them coincide.
    const history = histories[at - 1];
    if (history !== undefined) writeHistory[history](pen);
    if (random.chance(0.2)) acts.push({ kind: random.pick(['pause-queue', 'resume-queue']) });
    if (random.chance(0.1)) acts.push({ kind: 'disarm' });
  }
  const [first] = files;
  if (first !== undefined && random.chance(0.3))
    write(newFile({ ...first, number: files.length, sameAs: 0 }));
  if (second !== null && random.chance(0.6)) writeHandOver(pen);
  kill(random.below(1500));
  for (const act of later) {
    wait(500);
    acts.push(act);
  }
  write(newFile());
  return {
    seed: seed * 1_000_003 + round,
    files,
    acts,
    // If files stay in place, none can be moved out of `Filed`.
    afterFiling: histories.includes('filed-restored') ? 'move' : random.pick(['move', 'move', 'stay']),
    holdSeconds: random.pick([0, 0, 0, 1]),
    second,
  };
}
