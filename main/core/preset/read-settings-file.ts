import { open } from 'node:fs/promises';
import { fileError } from '../../files/file-errors.ts';
import { invalidSettings } from './check-preset.ts';

/** The most bytes of a file; far more than settings need. */
const mostBytes = 200_000;

/** The text of a file with settings. Throws the file's errors, and `settings-invalid` for one that is too large. */
export async function readSettingsFile(path: string): Promise<string> {
  const bytes = Buffer.alloc(mostBytes + 1);
  const length = await readStart(path, bytes);
  if (length > mostBytes) throw invalidSettings('', [`> ${mostBytes} B`]);
  return settingsText(bytes.subarray(0, length));
}

async function readStart(path: string, bytes: Buffer): Promise<number> {
  try {
    await using file = await open(path);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return length;
    }
  } catch (thrown) {
    throw fileError(thrown);
  }
}

/** Windows' editors write a byte order mark, and some write UTF-16. */
export function settingsText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
