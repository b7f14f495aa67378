/** The ISO/IEC 14496-12 boxes at the top level of some bytes, with type and content. */
function* boxesOf(bytes: Buffer): Generator<{ type: string; content: Buffer }, void, void> {
  let rest = bytes;
  while (rest.length >= 8) {
    const size = rest.readUInt32BE(0);
    const type = rest.toString('latin1', 4, 8);
    // 0 means "to the end". 1 announces a 64-bit size, which only the picture data would need.
    const end = size === 0 ? rest.length : size;
    if (end < 8 || end > rest.length) return;
    yield { type, content: rest.subarray(8, end) };
    rest = rest.subarray(end);
  }
}

const boxIn = (bytes: Buffer, wanted: string): Buffer | null => {
  for (const { type, content } of boxesOf(bytes)) if (type === wanted) return content;
  return null;
};

/**
 * The ICC profile of a HEIC photo, or null: the first `colr` box that holds one (ISO/IEC 23008-12, 6.5.5). Phones
 * use wider colours than the default; without the profile, skin and wounds would look pale.
 */
export function colourProfileOf(heic: Buffer): Buffer | null {
  // `meta` is a full box: version and flags precede its boxes.
  const meta = boxIn(heic, 'meta')?.subarray(4);
  const properties = boxIn(meta ?? Buffer.alloc(0), 'iprp') ?? Buffer.alloc(0);
  for (const { type, content } of boxesOf(boxIn(properties, 'ipco') ?? Buffer.alloc(0))) {
    const kind = content.toString('latin1', 0, 4);
    if (type === 'colr' && (kind === 'prof' || kind === 'rICC')) return content.subarray(4);
  }
  return null;
}

/** Sizes that a HEIC file declares, of its pictures and of their tiles: every `ispe` box (ISO/IEC 23008-12, 6.5.3). */
export function declaredSizes(heic: Buffer): { width: number; height: number }[] {
  const meta = boxIn(heic, 'meta')?.subarray(4);
  const properties = boxIn(meta ?? Buffer.alloc(0), 'iprp') ?? Buffer.alloc(0);
  return [...boxesOf(boxIn(properties, 'ipco') ?? Buffer.alloc(0))]
    .filter(({ type, content }) => type === 'ispe' && content.length >= 12)
    .map(({ content }) => ({ width: content.readUInt32BE(4), height: content.readUInt32BE(8) }));
}

const profileName = Buffer.from('ICC_PROFILE\0', 'latin1');

/**
 * How much of a profile one segment can hold: its length field includes itself, the name and two bytes of
 * numbering.
 */
const perSegment = 0xffff - 2 - profileName.length - 2;

/** A JPEG with a colour profile, in APP2 segments behind its first one (ICC.1:2022, annex B.4). */
export function withColourProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const count = Math.ceil(profile.length / perSegment);
  // Segments are numbered in one byte. No camera's profile needs that many.
  if (count > 255) return jpeg;
  const segments = Array.from({ length: count }, (_, index) => {
    const part = profile.subarray(index * perSegment, (index + 1) * perSegment);
    const head = Buffer.from([0xff, 0xe2, 0, 0]);
    head.writeUInt16BE(2 + profileName.length + 2 + part.length, 2);
    return Buffer.concat([head, profileName, Buffer.from([index + 1, count]), part]);
  });
  // After the start marker and the JFIF segment, which must come first.
  const place = 4 + jpeg.readUInt16BE(4);
  return Buffer.concat([jpeg.subarray(0, place), ...segments, jpeg.subarray(place)]);
}
