/** The files of a drop, including those in folders. Call it synchronously in the drop event. */
export async function filesIn(dropped: DataTransfer): Promise<File[]> {
  // The browser clears the list after the event, so entries are read before any await.
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

const fileOf = (entry: FileSystemFileEntry): Promise<File[]> =>
  new Promise((resolve, reject) => entry.file((file) => resolve([file]), reject));
