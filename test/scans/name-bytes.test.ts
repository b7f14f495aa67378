import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFilter } from '../../main/scans/watch/filter.ts';
import { createRouter } from '../../main/scans/route/routes.ts';
import { hashFile } from '../../main/files/file-content.ts';
import { entriesOf, entriesOfLocal } from '../../main/files/folder-entries.ts';
import { freeNames } from '../../main/files/move-file.ts';
import { pathBytes, pathGivenAs, textOfPath } from '../../main/files/name-bytes.ts';
import { readableName } from '../../preload/contract/readable-name.ts';
import { visibleText } from '../../preload/contract/visible-text.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { createDesk } from './watch-harness.ts';

const linux = onlyOn('linux', 'Only Linux keeps names that are not UTF-8.');
const posix = onlyOn('posix', 'Windows keeps names as text.');
const pdf = '%PDF-1.4\nletter\n%%EOF\n';
/** The text of a name whose bytes are these letters in Latin-1. */
const western = (name: string): string => textOfPath(Buffer.from(name, 'latin1'));
const writeWestern = (path: string, content: string): Promise<void> => writeFile(pathBytes(path), content);
const signal = new AbortController().signal;

describe('the text of a name', posix, () => {
  it('stands for its bytes, whatever they are, and for no others', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('a', '\u00e4', '\u6f22', '\ufffd', '\u{10fe80}', '\u{10feff}', '\u{1f600}')
        .map((text) => Buffer.from(text)),
    );
    const name = fc.array(part, { maxLength: 8 }).map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(Buffer.from(pathBytes(textOfPath(one)))).toEqual(one);
        expect(textOfPath(one) === textOfPath(other)).toBe(one.equals(other));
      }),
    );
  });

  it('is the name itself where it is UTF-8', () => {
    for (const name of ['letter.pdf', 'Zo\u00eb \u6f22\u5b57 \u{1f600}.pdf', 'plain\ufffd.pdf']) {
      expect(textOfPath(Buffer.from(name))).toBe(name);
      expect(pathBytes(name)).toBe(name);
      expect(readableName(name)).toBe(name);
    }
  });

  it.each([
    ['Latin-1', 'Befund M\u00fcller.pdf', 'Befund M\u00fcller.pdf'],
    ['Windows-1252', 'Rechnung 5 \u0080.pdf', 'Rechnung 5 \u20ac.pdf'],
    ['a byte without a letter', 'a\u0081.pdf', 'a\u27e8U+0081\u27e9.pdf'],
  ])('is read by people as older Windows programs meant it: %s', (_encoding, bytes, shown) => {
    expect(visibleText(western(bytes))).toBe(shown);
  });

  it('keeps a name that really contains a character for such a byte', () => {
    const name = 'a\u{10fefc}b.pdf';
    const text = textOfPath(Buffer.from(name));
    expect(text).not.toBe(name);
    expect(text).not.toBe(western('a\u00fcb.pdf'));
    expect(readableName(text)).toBe(name);
    expect(String(pathBytes(text))).toBe(name);
  });

  it('is matched by patterns and rules as people read it', () => {
    const name = western('M\u00fcller_Anna_1980-01-02.pdf');
    const route = createRouter({
      kind: 'filename',
      pattern: '^(?P<lastName>\\p{L}+)_(?P<firstName>\\p{L}+)_(?P<dob>[0-9-]+)',
    });
    expect(route({ relativePath: name, token: null, armed: null })).toMatchObject({
      query: { lastName: 'M\u00fcller' },
    });
    const filter = createFilter({ subfolders: true, types: ['pdf'], ignore: ['m\u00fcller*'] });
    expect(filter.accepts(name)).toEqual({ kind: 'refused', why: 'ignored' });
  });

  it('is shortened by its bytes, not by its characters', () => {
    const name = western(`${'\u00fc'.repeat(251)}.pdf`);
    const [, second = ''] = freeNames('/f', name);
    expect(Buffer.byteLength(pathBytes(second.slice('/f/'.length)))).toBe(255);
  });
});

describe('the entries of a folder', posix, () => {
  it.each(['local', 'network'])('are each named once on a %s drive', linux, async (drive) => {
    const folder = await tempFolder();
    const names = ['plain.pdf', 'real\ufffd.pdf', western('real\u00fc.pdf'), western('real\u00e4.pdf')];
    const below = join(folder, western('K\u00e4se'));
    await mkdir(pathBytes(below));
    for (const directory of [folder, below])
      for (const name of names) await writeWestern(join(directory, name), pdf);
    for (const directory of [folder, below]) {
      const found: string[] = [];
      for await (const entry of drive === 'local' ? entriesOfLocal(directory) : entriesOf(directory))
        if (entry.isFile()) found.push(entry.name);
      expect(found.sort()).toEqual([...names].sort());
    }
  });

  it('are read by their bytes', linux, async () => {
    const folder = await tempFolder();
    const path = join(folder, western('M\u00fcller.pdf'));
    await writeWestern(path, pdf);
    expect(await hashFile(path, signal)).toMatchObject({ path, name: 'M\u00fcller.pdf' });
  });
});

describe('a path given to a command', posix, () => {
  it('is found by its text, if only one file has that text', linux, async () => {
    const folder = await tempFolder();
    const directory = join(folder, western('K\u00e4se'));
    await mkdir(pathBytes(directory));
    await writeWestern(join(directory, western('M\u00fcller.pdf')), pdf);
    const given = join(folder, 'K\ufffdse', 'M\ufffdller.pdf');
    expect(pathGivenAs(given)).toBe(join(directory, western('M\u00fcller.pdf')));
    expect(pathGivenAs(join(folder, 'no\ufffdne.pdf'))).toBe(join(folder, 'no\ufffdne.pdf'));
    expect(pathGivenAs(join(folder, 'a.pdf'))).toBe(join(folder, 'a.pdf'));
    await writeWestern(join(directory, western('M\u00e4ller.pdf')), pdf);
    expect(() => pathGivenAs(given)).toThrow(expect.objectContaining({ code: 'file-name-unknown' }));
  });
});

describe('a watched folder with names that are not UTF-8', posix, () => {
  it('case 42: takes a new file by its event, with the facts of its first sight', linux, async () => {
    const desk = await createDesk();
    await desk.watching();
    desk.clock.advance(500);
    const name = western('M\u00fcller.pdf');
    await writeWestern(desk.at(name), pdf);
    await desk.until(() => expect(desk.names()).toEqual([name]));
    const [scan] = desk.finished;
    expect(scan?.path).toBe(desk.at(name));
    expect(scan?.token.since).toBe(scan?.token.at);
  });

  it('case 42: tells files apart whose names are the same text without their bytes', linux, async () => {
    const desk = await createDesk();
    await desk.watching();
    const names = ['M\u00e4ller.pdf', 'M\u00fcller.pdf'].map(western);
    for (const name of names) await writeWestern(desk.at(name), pdf);
    await desk.write('M\ufffdller.pdf', pdf);
    await desk.until(() => expect(desk.names()).toEqual([...names, 'M\ufffdller.pdf'].sort()));
    expect(desk.finished).toHaveLength(3);
  });

  it('case 42: takes files of a subfolder, which sends no events, within seconds', linux, async () => {
    const desk = await createDesk();
    const below = western('K\u00e4se');
    await mkdir(pathBytes(desk.at(below)));
    await writeWestern(desk.at(`${below}/old.pdf`), pdf);
    const watch = await desk.watching({ first: true });
    await desk.until(() => expect(watch.status()).toMatchObject({ leftAlone: 1 }));
    await writeWestern(desk.at(`${below}/new.pdf`), pdf);
    await desk.pass(6_000);
    await desk.until(() => expect(desk.names()).toEqual([`${below}/new.pdf`]));
    const later = western('sp\u00e4ter');
    await mkdir(pathBytes(desk.at(later)));
    await writeWestern(desk.at(`${later}/1.pdf`), pdf);
    await desk.until(() => expect(desk.names()).toEqual([`${below}/new.pdf`, `${later}/1.pdf`]));
  });

  it('case 42: leaves old files alone, and knows when one has gone and another has come', linux, async () => {
    const desk = await createDesk();
    const name = western('M\u00fcller.pdf');
    await writeWestern(desk.at(name), pdf);
    const watch = await desk.watching({ first: true });
    await desk.until(() => expect(watch.status()).toMatchObject({ leftAlone: 1 }));
    await rm(pathBytes(desk.at(name)));
    await desk.pass(20_000, 500);
    await desk.until(() => expect(watch.status()).toMatchObject({ leftAlone: 0 }));
    await writeWestern(desk.at(name), `${pdf}another`);
    await desk.until(() => expect(desk.names()).toEqual([name]));
    await rename(pathBytes(desk.at(name)), desk.at('named.pdf'));
    await desk.pass(20_000, 500);
    await desk.until(() => expect(watch.isKnown(desk.at(name))).toBe(false));
  });

  it.each(['letter.pdf', western('M\u00fcller.pdf')])(
    'takes the same bytes again as another scan once an event has told that %s was removed',
    linux,
    async (name) => {
      const desk = await createDesk();
      await writeWestern(desk.at(name), pdf);
      const watch = await desk.watching({ first: true, takeExisting: true });
      await desk.until(() => expect(desk.names()).toEqual([name]));
      for (const count of [2, 3]) {
        await desk.until(() => expect(watch.status().unfinished).toBe(0));
        const before = desk.appeared.length;
        await rm(pathBytes(desk.at(name)));
        await desk.until(() => expect(desk.appeared.length).toBeGreaterThan(before));
        await desk.until(() => expect(watch.status().unfinished).toBe(0));
        await writeWestern(desk.at(name), pdf);
        await desk.until(() => expect(desk.finished).toHaveLength(count));
        expect(desk.finished.at(-1)?.appearance).toBe('anew');
      }
    },
  );

  it('is listed, without events, if its own path is not UTF-8', linux, async () => {
    const elsewhere = join(await tempFolder(), western('K\u00e4se'));
    await mkdir(pathBytes(elsewhere));
    const desk = await createDesk();
    await rm(desk.path, { recursive: true });
    await symlink(pathBytes(elsewhere), desk.path);
    const watch = await desk.watching();
    expect(watch.status().method).toBe('listing');
    await writeWestern(desk.at('1.pdf'), pdf);
    await desk.pass(6_000);
    await desk.until(() => expect(desk.names()).toEqual(['1.pdf']));
    expect(await readdir(desk.path)).toEqual(['1.pdf']);
  });
});
