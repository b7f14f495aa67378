import { describe, expect, it } from 'vitest';
import { createSheetKeys } from '../../main/sheets/sheet-keys.ts';
import { memorySecrets } from '../fakes/memory-secrets.ts';
import { rejectionOf } from '../fixtures/error-of.ts';

const clinic = 'api.au1.cliniko.com';
const pc = (name = clinic) => createSheetKeys({ secrets: memorySecrets(), clinic: name });

describe('the key of cover sheets', () => {
  it('is made when it is first needed, and stays', async () => {
    const keys = pc();
    expect(await keys.read()).toBeNull();
    const made = await keys.ready();
    expect(made).toHaveLength(32);
    expect(await keys.ready()).toEqual(made);
    expect(await keys.read()).toEqual(made);
    expect(await pc().ready()).not.toEqual(made);
  });

  it('is one, also if several need the first one at once', async () => {
    const keys = pc();
    const all = await Promise.all([keys.ready(), keys.ready(), keys.ready()]);
    for (const one of all) expect(one).toEqual(await keys.read());
  });

  it('is read from the key store once, and an import that is under way meanwhile wins', async () => {
    const file = await pc().exportFile('correct horse');
    const kept = memorySecrets();
    await createSheetKeys({ secrets: kept, clinic }).ready();
    let reads = 0;
    const answer = Promise.withResolvers<null>();
    const secrets = {
      ...kept,
      async read(name: 'sheet-key') {
        reads += 1;
        const value = await kept.read(name);
        await answer.promise;
        return value;
      },
    };
    const keys = createSheetKeys({ secrets, clinic });
    const early = keys.read();
    await keys.importFile(file, 'correct horse');
    answer.resolve(null);
    const imported = await early;
    expect(imported).toEqual(await createSheetKeys({ secrets: kept, clinic }).read());
    expect(await keys.read()).toEqual(imported);
    expect(await keys.ready()).toEqual(imported);
    expect(reads).toBe(1);
  });

  it('reaches another PC in a file that its passphrase opens', async () => {
    const [first, second] = [pc(), pc()];
    const file = await first.exportFile('correct horse');
    await second.importFile(file, 'correct horse');
    expect(await second.read()).toEqual(await first.read());
    expect(file).not.toContain((await first.ready()).toString('base64'));
  });

  it('is not changed by a wrong passphrase, a changed file, or another file', async () => {
    const [first, second] = [pc(), pc()];
    const before = await second.ready();
    const file = await first.exportFile('correct horse');
    const changed = JSON.stringify({
      ...(JSON.parse(file) as object),
      tag: Buffer.alloc(16).toString('base64'),
    });
    const refused = async (text: string, passphrase: string): Promise<string> =>
      (await rejectionOf(second.importFile(text, passphrase))).code;
    expect(await refused(file, 'wrong horse')).toBe('passphrase-wrong');
    expect(await refused(changed, 'correct horse')).toBe('passphrase-wrong');
    expect(await refused('{}', 'correct horse')).toBe('sheet-key-file-invalid');
    expect(await refused('no JSON', 'correct horse')).toBe('sheet-key-file-invalid');
    expect(await second.read()).toEqual(before);
  });

  it('signs other codes for another clinic, so that sheets of the demo clinic are strange', async () => {
    const secrets = memorySecrets();
    const own = await createSheetKeys({ secrets, clinic }).ready();
    expect(await createSheetKeys({ secrets, clinic: 'demo' }).ready()).not.toEqual(own);
  });
});
