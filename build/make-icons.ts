import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import pngToIco from 'png-to-ico';

/**
 * `npm run icons`: makes every icon of the packages from two drawings: `build/app-mark.svg`, and for small sizes the one that
 * browsers show for the window. The icons are not kept in the repository, since packing makes them. The drawing is not named
 * `icon.svg`: electron-builder would convert a file of that name in this folder, with tools that it downloads.
 */
const root = join(import.meta.dirname, '..');
const target = join(import.meta.dirname, 'icons');
const large = await readFile(join(import.meta.dirname, 'app-mark.svg'));
const small = await readFile(join(root, 'renderer/public/icon.svg'));
/** Pixels up to which the small drawing is used: its lines are thicker. */
const mostOfSmall = 32;

/** A square PNG, `size` pixels wide. */
const png = (size: number): Buffer =>
  new Resvg(size <= mostOfSmall ? small : large, { fitTo: { mode: 'width', value: size } }).render().asPng();

/** Sizes that Linux desktops use. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
/** Sizes of a Windows icon, largest last. */
const windowsSizes = [16, 24, 32, 48, 64, 256];
/** The PNG entries of an Apple icon by size. Source: the list of OSTypes in Apple's `IconServices`. */
const appleTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** An `.icns` file: a header with the total length, then each picture after its type and length, big-endian. */
function icns(): Buffer {
  const block = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8, type, 'latin1');
    head.writeUInt32BE(content.length + head.length, 4);
    return Buffer.concat([head, content]);
  };
  return block('icns', Buffer.concat(appleTypes.map(([type, size]) => block(type, png(size)))));
}

await mkdir(join(target, 'linux'), { recursive: true });
for (const size of linuxSizes) await writeFile(join(target, 'linux', `${size}x${size}.png`), png(size));
await writeFile(join(target, 'icon.ico'), await pngToIco(windowsSizes.map(png)));
await writeFile(join(target, 'icon.icns'), icns());
