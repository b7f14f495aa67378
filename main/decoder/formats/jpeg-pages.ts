import { pdfFile, pdfStream } from '../../base/pdf-file.ts';
import { checkPixels, type Size } from './picture.ts';
import { Refused } from '../refused.ts';

export const isJpeg = (bytes: Buffer): boolean => bytes.readUIntBE(0, 3) === 0xffd8ff;

/** Width, height and colours of a JPEG. Source: ITU-T T.81, B.1 and B.2.2. */
function frameOf(bytes: Buffer): Size & { channels: number } {
  for (let at = 2; at + 10 <= bytes.length;) {
    const [mark = 0, kind = 0] = bytes.subarray(at, at + 2);
    if (mark !== 0xff) break;
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return { width, height, channels: bytes[at + 9] ?? 0 };
    }
    // Bytes of 0xff may fill the space before a mark.
    at += kind === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  throw new Refused('damaged');
}

/** A PDF with a JPEG as its only page, which PDFium draws. Throws `Refused`. */
export function pdfOfJpeg(bytes: Buffer): Buffer {
  const { channels, ...size } = frameOf(bytes);
  checkPixels(size);
  // Pictures of four colours are made for printing, and no scanner makes them.
  const colours = { 1: 'DeviceGray', 3: 'DeviceRGB' }[channels];
  if (colours === undefined) throw new Refused('damaged');
  const { width, height } = size;
  const content = Buffer.from(`${width} 0 0 ${height} 0 0 cm /I Do`);
  const picture = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${colours} /BitsPerComponent 8 /Filter /DCTDecode`;
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`;
  return pdfFile([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(page),
    pdfStream('', content),
    pdfStream(picture, bytes),
  ]);
}
