import { afterEach, expect, it, vi } from 'vitest';
import { ruleOfGiven } from '../../main/window/handlers/given-entries.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { filesIn, givenFiles } from '../../renderer/state/dropped-files.ts';
import { giveFiles } from '../../renderer/state/give-files.ts';
import { createFakeBridge, ok } from '../fakes/fake-bridge.ts';
import { toJane } from '../fixtures/views.ts';

type Tree = { [name: string]: Tree | string | DOMException };
const refusal = (name: string) => new DOMException('refused', name);

/** A browser's entry of a dropped file or folder; an error stands for one that cannot be read. */
function entryOf(path: string, content: Tree | string | DOMException): FileSystemEntry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const common = { name, fullPath: path };
  if (typeof content === 'string' || content instanceof DOMException) {
    const file = (done: (file: File) => void, fail: (thrown: DOMException) => void): void =>
      content instanceof DOMException ? fail(content) : done(new File([content], name));
    return { ...common, isDirectory: false, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    let isRead = false;
    return {
      readEntries(done: (entries: FileSystemEntry[]) => void, fail: (thrown: DOMException) => void): void {
        const unreadable = content['*'];
        if (unreadable instanceof DOMException) {
          fail(unreadable);
          return;
        }
        const entries = isRead ? [] : Object.entries(content);
        isRead = true;
        done(entries.map(([child, inside]) => entryOf(`${path === '/' ? '' : path}/${child}`, inside)));
      },
    };
  };
  return { ...common, isDirectory: true, isFile: false, createReader } as unknown as FileSystemEntry;
}

/** A drop of these files and folders. */
const dropOf = (tree: Tree): DataTransfer => {
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(`/${name}`, content),
    getAsFile: () => new File([typeof content === 'string' ? content : ''], name),
  }));
  return { items } as unknown as DataTransfer;
};

afterEach(() => void vi.unstubAllGlobals());

async function dropped(tree: Tree) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    sent.push(new URL(address, 'http://core').searchParams.get('name') ?? '');
    const job = crypto.randomUUID();
    return Promise.resolve(new Response(JSON.stringify({ job })));
  });
  const bridge = createFakeBridge({
    'jobs:filter': ({ names }) => ok({ rules: names.map((name) => ruleOfGiven(name, 'file')) }),
  });
  const core = new Core(bridge);
  await giveFiles(core, filesIn(dropOf(tree)), 'drop', toJane);
  return { sent: sent.sort(), said: core.notices.map(({ text }) => text), core, bridge };
}

it('judges the files of a dropped drive by their complete names', async () => {
  const { sent, said } = await dropped({ '': { 'letter.pdf': 'one', 'Thumbs.db': 'x' } });
  expect(sent).toEqual(['letter.pdf']);
  expect(said[0]).toContain('(Thumbs.db)');
});

it('case 45: takes the letters of a dropped folder in the browser, and says each other entry in one notice', async () => {
  const { sent, said } = await dropped({
    letters: {
      'one.pdf': 'one',
      sub: { 'two.pdf': 'two', private: { '*': refusal('NotReadableError') } },
      'secret.pdf': refusal('NotReadableError'),
      'moved.pdf': refusal('NotFoundError'),
      ...{
        'Thumbs.db': 'x',
        'desktop.ini': 'x',
        '~$letter.docx': 'x',
        'x.crdownload': 'x',
        'setup.exe': 'x',
      },
    },
    'three.pdf': 'three',
  });
  expect(sent).toEqual(['one.pdf', 'three.pdf', 'two.pdf']);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain('2 hidden files or system files (Thumbs.db, desktop.ini)');
  expect(said[0]).toContain('2 ignored names (~$letter.docx, x.crdownload)');
  expect(said[0]).toContain('1 file of a type that is not filed (setup.exe)');
  expect(said[0]).toContain(
    'Not added: sub/private. Chartdrop may not read the folder. Check its permissions.',
  );
  expect(said[0]).toContain('Not added: secret.pdf. The file cannot be read.');
  expect(said[0]).toContain('Not added: moved.pdf. The file is missing.');
  expect(said[1]).toBe('3 files for');
});

it.each([
  ['an empty folder', { letters: {} }, 'There are no files in this folder.'],
  ['no file at all, as from a mail program', {}, 'The other program gave no file.'],
])('case 45: says what to do after a drop of %s', async (_kind, tree, words) => {
  const { said, sent } = await dropped(tree);
  expect(sent).toEqual([]);
  expect(said).toEqual([expect.stringContaining(words)]);
});

it('case 45: filters a paste in the same way', async () => {
  const { core, bridge } = await dropped({});
  core.notices = [];
  await giveFiles(core, Promise.resolve(givenFiles([new File(['x'], 'setup.exe')])), 'paste', null);
  expect(core.notices.map(({ text }) => text)).toEqual([
    'Not filed: 1 file of a type that is not filed (setup.exe).',
  ]);
  expect(bridge.asked.map(({ name }) => name)).toEqual(['jobs:filter']);
});
