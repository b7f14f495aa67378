import { describe, expect, it } from 'vitest';
import { fileBytes, sha256Of } from './file-bytes.ts';
import { historyKinds, watcherKinds } from './histories.ts';
import { clinicFaults, planRound, worldFaults } from './plan.ts';

const rounds = Array.from({ length: 200 }, (_, round) => planRound(1, round));

describe('the script of a round', () => {
  it('is the same for the same seed and round, and another one for others', () => {
    expect(planRound(7, 3)).toEqual(planRound(7, 3));
    expect(
      new Set([planRound(7, 3), planRound(7, 4), planRound(8, 3)].map((plan) => JSON.stringify(plan))).size,
    ).toBe(3);
  });

  it('kills at least once, in every round', () => {
    for (const { acts } of rounds)
      expect(acts.filter(({ kind }) => kind === 'kill').length).toBeGreaterThan(0);
  });

  it('asks for every kind of fault far more often than ten times in 200 rounds', () => {
    const acts = rounds.flatMap((plan) => plan.acts);
    const asked: Record<string, number> = {};
    for (const act of acts) {
      const kind =
        act.kind === 'fault'
          ? act.fault
          : act.kind === 'rewrite'
            ? act.inMidUpload
              ? 'file-rewritten-in-mid-upload'
              : 'file-rewritten'
            : act.kind === 'lock'
              ? `lock ${act.how}`
              : act.kind;
      asked[kind] = (asked[kind] ?? 0) + 1;
    }
    const names = {
      'disk-full': 'fill-disk',
      'folder-vanished': 'vanish-folder',
      'file-renamed': 'rename',
      'file-removed': 'remove',
      'file-locked': 'lock held',
      'file-denied': 'lock denied',
      'case-edited': 'edit-case',
    };
    for (const kind of [...clinicFaults, ...worldFaults]) {
      const name = kind in names ? names[kind as keyof typeof names] : kind;
      expect(asked[name], kind).toBeGreaterThan(20);
    }
  });

  it('asks for every history, and for both second programs, far more often than fifteen times', () => {
    const times: Record<string, number> = {};
    const count = (kind: string): void => void (times[kind] = (times[kind] ?? 0) + 1);
    for (const { acts, second } of rounds) {
      if (second !== null) count(`watcher-${second}`);
      for (const act of acts) {
        if (act.kind === 'save-again') count(`name-reused-${act.when}`);
        if (act.kind === 'rename-waiting') count(act.how === 'case' ? 'respelt' : 'renamed-waiting');
        if (act.kind === 'rename-subfolder') count('subfolder-renamed');
        if (act.kind === 'restore-filed') count('filed-restored');
        if (act.kind === 'copy-folder')
          count(!act.isDown ? 'folder-restored' : act.times === 'exact' ? 'remounted' : 'remounted-rounded');
        if (act.kind === 'widen') count(`${act.what}-switched`);
        if (act.kind === 'jump-clock' && act.ms !== 0) count('clock-jumped');
        if (act.kind === 'touch' && act.ms !== 0) count('file-times-jumped');
        if (act.kind === 'hand-over') count('taken-over');
        if (act.kind === 'move') count(`moved-${act.answer}`);
        if (act.kind === 'change-person') count('person-changed');
      }
    }
    for (const kind of [...historyKinds, ...watcherKinds]) expect(times[kind], kind).toBeGreaterThan(20);
  });

  it('undoes what it does to folders, files and the disk', () => {
    for (const { acts } of rounds) {
      const count = (kind: string): number => acts.filter((act) => act.kind === kind).length;
      expect(count('vanish-folder')).toBe(count('return-folder'));
      expect(count('fill-disk')).toBe(count('free-disk'));
      expect(count('lock')).toBe(count('unlock'));
      expect(count('narrow')).toBe(count('widen'));
      expect(acts.findLast(({ kind }) => kind === 'jump-clock') ?? { ms: 0 }).toMatchObject({ ms: 0 });
    }
  });

  it('writes unique bytes for each file, version and round, except where planned', () => {
    const hashes = rounds
      .slice(0, 20)
      .flatMap((plan) =>
        plan.files
          .filter(({ sameAs }) => sameAs === null)
          .flatMap((file) => [0, 1].map((version) => sha256Of(fileBytes(plan, file, version)))),
      );
    expect(new Set(hashes).size).toBe(hashes.length);
    const twins = rounds.flatMap((plan) =>
      plan.files.filter(({ sameAs }) => sameAs !== null).map((file) => ({ plan, file })),
    );
    expect(twins.length).toBeGreaterThan(0);
    for (const { plan, file } of twins) {
      const first = plan.files[file.sameAs ?? -1];
      expect(first && fileBytes(plan, first, 0).equals(fileBytes(plan, file, 0))).toBe(true);
    }
  });
});
