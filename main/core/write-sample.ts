import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asChartdropError } from '../base/errors.ts';
import { folderError } from '../files/folder-errors.ts';

/** A person tries a few; more is a mistake. */
const most = 100;

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';

/** Writes a PDF into a folder under a name that no file there has. Throws the folder's errors. */
export async function writeSample(folder: string, bytes: Uint8Array): Promise<void> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'Sample scan.pdf' : `Sample scan ${number}.pdf`;
    try {
      await writeFile(join(folder, name), bytes, { flag: 'wx' });
      return;
    } catch (thrown) {
      if (!isTaken(thrown) || number >= most) throw asChartdropError(folderError(thrown));
    }
  }
}
