import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { colourProfileOf, withColourProfile } from '../../main/decoder/formats/heif-boxes.ts';
import { heicToJpeg } from '../../main/decoder/formats/heic-jpeg.ts';
import { heicPhoto, madeUpProfile, turnedPhoto } from '../fixtures/heic-photo.ts';

/** A pixel's strongest colour: enough to distinguish the photo's quarters. */
function colourAt(picture: { width: number; data: Uint8Array }, x: number, y: number): string {
  const at = (y * picture.width + x) * 4;
  const channels = [...picture.data.subarray(at, at + 3)];
  return ['red', 'green', 'blue'][channels.indexOf(Math.max(...channels))] ?? '';
}

/** The corners' colours: top left, top right, bottom left, bottom right. */
function cornersOf(bytes: Buffer): string[] {
  const picture = jpeg.decode(bytes);
  const [right, bottom] = [picture.width - 9, picture.height - 9];
  return [colourAt(picture, 8, 8), colourAt(picture, right, 8)].concat([
    colourAt(picture, 8, bottom),
    colourAt(picture, right, bottom),
  ]);
}

async function converted(bytes: Buffer): Promise<Buffer> {
  const made = await heicToJpeg(bytes);
  if (made === null) throw new Error('not converted');
  return made;
}

describe('a HEIC photo as a JPEG (case 18)', () => {
  it('shows the same picture', async () => {
    const made = await converted(heicPhoto);
    expect(jpeg.decode(made)).toMatchObject({ width: 96, height: 64 });
    expect(cornersOf(made)).toEqual(['red', 'green', 'blue', 'red']);
  });

  it.each([
    [1, { width: 64, height: 96 }, ['green', 'red', 'red', 'blue']],
    [2, { width: 96, height: 64 }, ['red', 'blue', 'green', 'red']],
    [3, { width: 64, height: 96 }, ['blue', 'red', 'red', 'green']],
  ] as const)('is turned as the phone was held: %i quarters', async (quarters, size, corners) => {
    const made = await converted(turnedPhoto(quarters));
    expect(jpeg.decode(made)).toMatchObject(size);
    expect(cornersOf(made)).toEqual(corners);
  });

  it('keeps its colour profile, and nothing of what the camera wrote beside the picture', async () => {
    const made = await converted(heicPhoto);
    expect(made.indexOf('ICC_PROFILE\0\x01\x01')).toBe(24);
    expect(made.includes(madeUpProfile)).toBe(true);
    expect(heicPhoto.includes('Exif')).toBe(true);
    expect(made.includes('Exif')).toBe(false);
  });

  it('is the same bytes each time, by which it is found again in the chart', async () => {
    expect(await converted(heicPhoto)).toEqual(await converted(heicPhoto));
  });

  it('stays unchanged if its extension is wrong', async () => {
    expect(await heicToJpeg(jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256) }).data)).toBeNull();
    expect(await heicToJpeg(Buffer.from('short'))).toBeNull();
  });

  it.each([40, 300, 700])('is refused if it ends after %i bytes', async (length) => {
    await expect(heicToJpeg(heicPhoto.subarray(0, length))).rejects.toThrow('damaged');
  });
});

describe('a colour profile', () => {
  it('is searched in any bytes, and never larger than they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(heicPhoto.length), (noise, at) => {
        const spoilt = Buffer.concat([
          heicPhoto.subarray(0, at),
          noise,
          heicPhoto.subarray(at + noise.length),
        ]);
        expect(colourProfileOf(spoilt)?.length ?? 0).toBeLessThanOrEqual(spoilt.length);
      }),
    );
  });

  it('is not found if there is none, nor in boxes with a wrong size', () => {
    expect(colourProfileOf(Buffer.alloc(0))).toBeNull();
    expect(colourProfileOf(heicPhoto.subarray(0, 200))).toBeNull();
    const lying = Buffer.from(heicPhoto);
    lying.writeUInt32BE(3, lying.indexOf('colr') - 4);
    expect(colourProfileOf(lying)).toBeNull();
    lying.writeUInt32BE(0xffffffff, lying.indexOf('colr') - 4);
    expect(colourProfileOf(lying)).toBeNull();
  });

  it('that needs more than one segment is split into numbered ones', () => {
    const { data } = jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256) });
    const profile = Buffer.alloc(70_000, 7);
    const made = withColourProfile(data, profile);
    expect(made.length).toBe(data.length + profile.length + 2 * 18);
    expect(made.includes('ICC_PROFILE\0\x01\x02')).toBe(true);
    expect(made.includes('ICC_PROFILE\0\x02\x02')).toBe(true);
    expect(jpeg.decode(made)).toMatchObject({ width: 8, height: 8 });
    expect(withColourProfile(data, Buffer.alloc(17_000_000))).toBe(data);
  });
});
