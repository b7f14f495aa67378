import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { NotTaken } from '../../preload/contract/folder-account.ts';

/** A file that a person gave. */
export interface GivenFile {
  /** The path inside the given folder with `/` between parts, or the file's name. */
  readonly path: string;
  /** Rejects with a `DOMException` if the file cannot be opened. */
  open(): Promise<File>;
}

/** The files of one drop or paste. */
export interface Given {
  readonly files: readonly GivenFile[];
  /** Folders that could not be listed. */
  readonly failed: NotTaken['failed'];
  /** Whether a folder was given: then there may be no file. */
  readonly hasFolder: boolean;
}

/** Single files. */
export const givenFiles = (files: readonly File[]): Given => ({
  files: files.map((file) => ({ path: file.name, open: () => Promise.resolve(file) })),
  failed: [],
  hasFolder: false,
});

/** The error code for a file of a drop that the browser cannot open. */
export const openError = (thrown: unknown): ErrorCode =>
  thrown instanceof DOMException && thrown.name === 'NotFoundError' ? 'file-missing' : 'file-unreadable';

/** The files of a drop, including those in folders. Call it synchronously in the drop event. */
export async function filesIn(dropped: DataTransfer): Promise<Given> {
  // The browser clears the list after the event, so entries are read before any await.
  const items = [...dropped.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: GivenFile[] = [];
  const failed: NotTaken['failed'] = [];
  let hasFolder = false;
  for (const { entry, file } of items) {
    if (entry?.isDirectory === true) {
      hasFolder = true;
      await addFilesBelow(entry as FileSystemDirectoryEntry, { files, failed });
    } else if (file !== null) files.push(...givenFiles([file]).files);
  }
  return { files, failed, hasFolder };
}

/** A folder that cannot be listed keeps no other from being read. */
async function addFilesBelow(
  root: FileSystemDirectoryEntry,
  found: { files: GivenFile[]; failed: NotTaken['failed'] },
): Promise<void> {
  // The path of a dropped drive, such as `D:\`, is `/` alone.
  const prefix = root.fullPath.endsWith('/') ? root.fullPath : `${root.fullPath}/`;
  const inside = ({ fullPath }: FileSystemEntry): string => fullPath.slice(prefix.length);
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for (const entry of await entriesOf(folder.createReader())) {
        if (entry.isDirectory) folders.push(entry as FileSystemDirectoryEntry);
        else {
          found.files.push({ path: inside(entry), open: () => fileOf(entry as FileSystemFileEntry) });
        }
      }
    } catch {
      // The browser gives no usable reason.
      found.failed.push({ name: inside(folder) || root.name, code: 'folder-denied' });
    }
  }
}

/** A reader returns up to a hundred entries per call, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
