import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToCase, missingFromCase } from '../../main/clinic/cases/case-attachments.ts';
import { attachmentIdSchema, caseIdSchema } from '../../preload/contract/ids.ts';
import { caseLists } from '../fixtures/case-lists.ts';

const knee = caseIdSchema.parse('1968645883121642999');
const idOf = (n: number) => attachmentIdSchema.parse(String(1_968_645_883_121_700_000n + BigInt(n)));
const ids = (...numbers: number[]) => numbers.map(idOf);
const now = () => 0;
const options = { priority: 'background', signal: new AbortController().signal } as const;

describe('the list of a case (case 53)', () => {
  it('gets a new attachment in addition to its own, read directly before and after one write', async () => {
    const service = caseLists();
    service.edit(knee, ids(1, 2));
    await addToCase(service.client, knee, { wanted: ids(3, 4), kept: [], now }, options);
    expect(service.list(knee)).toEqual(ids(1, 2, 3, 4));
    expect(service.calls.map(({ kind }) => kind)).toEqual(['read', 'write', 'read']);
  });

  it('is not written if it already holds everything', async () => {
    const service = caseLists();
    service.edit(knee, ids(1, 2));
    await addToCase(service.client, knee, { wanted: ids(1), kept: ids(2), now }, options);
    expect(service.count('write')).toBe(0);
  });

  it('gets back what another writer overwrote, and keeps what that one added', async () => {
    const service = caseLists();
    service.edit(knee, ids(1));
    let others = 2;
    service.hooks.afterWrite = () => {
      // Another station read the list before our write, and writes it afterwards.
      if (others-- > 0) service.edit(knee, ids(1, 90 + others));
    };
    await addToCase(service.client, knee, { wanted: ids(3), kept: ids(2), now }, options);
    expect(new Set(service.list(knee))).toEqual(new Set(ids(1, 2, 3, 90, 91)));
  });

  it('keeps out what a person took out once the new attachment was there', async () => {
    const service = caseLists();
    service.edit(knee, ids(1, 2));
    service.hooks.afterWrite = () => service.edit(knee, ids(2, 3));
    await addToCase(service.client, knee, { wanted: ids(3), kept: [], now }, options);
    expect(service.list(knee)).toEqual(ids(2, 3));
    expect(service.count('write')).toBe(1);
  });

  it('is read again instead of written if the write had to wait for the limit of calls', async () => {
    const service = caseLists();
    service.edit(knee, ids(1, 2));
    let [time, waits] = [0, 2];
    service.hooks.beforeWrite = () => {
      if (waits-- === 0) return;
      time += 30_000;
      // Meanwhile a person takes one out.
      service.edit(knee, ids(2));
    };
    const given = { wanted: ids(3), kept: [], now: () => time };
    await addToCase(service.client, knee, given, options);
    expect(service.list(knee)).toEqual(ids(2, 3));
    expect(service.count('write')).toBe(1);
  });

  it('is written in the end, however long each write waits', async () => {
    const service = caseLists();
    service.edit(knee, ids(1));
    let time = 0;
    service.hooks.beforeWrite = () => void (time += 5000);
    await addToCase(service.client, knee, { wanted: ids(3), kept: [], now: () => time }, options);
    expect(service.list(knee)).toEqual(ids(1, 3));
  });

  it('is read again if it changes between its pages, so that no id is missed', async () => {
    const service = caseLists({ pageSize: 2 });
    service.edit(knee, ids(1, 2, 3, 4, 5));
    let reads = 0;
    service.hooks.beforeRead = () => {
      reads += 1;
      // After the first page, someone removes its rows: later rows move up.
      if (reads === 2) service.edit(knee, ids(2, 3, 4, 5));
    };
    expect(await missingFromCase(service.client, knee, ids(1, 3), options)).toEqual(ids(1));
    await addToCase(service.client, knee, { wanted: ids(6), kept: [], now }, options);
    expect(service.list(knee)).toEqual(ids(2, 3, 4, 5, 6));
  });

  it('is read again if an entry leaves and another arrives between its pages', async () => {
    const service = caseLists({ pageSize: 2 });
    service.edit(knee, ids(1, 2, 3, 4, 5));
    let reads = 0;
    service.hooks.beforeRead = () => {
      reads += 1;
      // The third moves up into the page that was already read.
      if (reads === 2) service.edit(knee, ids(2, 3, 4, 5, 6));
    };
    await addToCase(service.client, knee, { wanted: ids(9), kept: [], now }, options);
    expect(service.list(knee)).toEqual(expect.arrayContaining(ids(2, 3, 4, 5, 6, 9)));
  });

  it('gives up if the service accepts the write and never lists it', async () => {
    const service = caseLists();
    service.hooks.afterWrite = () => service.edit(knee, []);
    const adding = addToCase(service.client, knee, { wanted: ids(1), kept: [], now }, options);
    await expect(adding).rejects.toMatchObject({ code: 'case-link-missing' });
    expect(service.count('write')).toBe(5);
  });

  it('never drops an entry that a reading showed, however often others write', async () => {
    const edits = fc.array(fc.tuple(fc.nat(12), fc.uniqueArray(fc.nat(9), { maxLength: 6 })), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(edits, fc.uniqueArray(fc.nat(9), { maxLength: 6 }), async (others, first) => {
        const service = caseLists({ pageSize: 3 });
        service.edit(knee, first.map(idOf));
        let step = 0;
        const next = () => {
          for (const [at, list] of others) if (at === step) service.edit(knee, list.map(idOf));
          step += 1;
        };
        Object.assign(service.hooks, { beforeRead: next, beforeWrite: next });
        const wanted = ids(100);
        const outcome = await addToCase(service.client, knee, { wanted, kept: [], now }, options).then(
          () => 'listed',
          () => 'told',
        );
        if (outcome === 'told') return;
        // No write omits anything that a previous complete reading showed.
        const written = service.calls.filter(({ kind }) => kind === 'write');
        for (const { ids: list } of written) expect(list).toContain(idOf(100));
        written.reduce<readonly string[]>((before, { ids: list }) => {
          for (const one of before) expect(list).toContain(one);
          return list;
        }, []);
        expect(service.list(knee)).toContain(idOf(100));
      }),
    );
  });
});
