/** The files of a drop, those inside dropped folders too. Must be called in the drop event's own turn. */
export async function filesIn(dropped: DataTransfer): Promise<File[]> {
  // The list is emptied when the event is over, so entries are taken out before anything is awaited.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry());
  const whole = [...dropped.files];
  const found = await Promise.all(
    entries.map((entry, at) => {
      const file = whole[at];
      if (entry?.isDirectory === true) return filesBelow(entry as FileSystemDirectoryEntry);
      return Promise.resolve(file === undefined ? [] : [file]);
    }),
  );
  return found.flat();
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const entries = await entriesOf(folder.createReader());
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) =>
        entry.isDirectory
          ? filesBelow(entry as FileSystemDirectoryEntry)
          : fileOf(entry as FileSystemFileEntry),
      ),
  );
  return found.flat();
}

/** A reader gives a hundred entries at a time, and none at the end. */
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

const fileOf = (entry: FileSystemFileEntry): Promise<File[]> =>
  new Promise((resolve, reject) => entry.file((file) => resolve([file]), reject));
