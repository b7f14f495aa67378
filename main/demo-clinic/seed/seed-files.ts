import { crc32 } from 'node:zlib';
import type { SeedType } from '../records/records.ts';
import { jpg, png, tiff } from './seed-images.ts';
import { createRandom } from '../base/seeded-random.ts';

/** A small complete file of a type, always the same for the same number. */
export function seedFile(type: SeedType, number: number): Buffer {
  switch (type) {
    case 'pdf':
      return pdf(lines(number));
    case 'png':
      return png(number);
    case 'jpg':
      return jpg(number);
    case 'tif':
      return tiff(number);
    case 'txt':
      return Buffer.from(`${lines(number).join('\n')}\n`);
    case 'zip':
      return zip('export.txt', Buffer.from(lines(number).join('\n')));
  }
}

/** A made-up letter about a patient, for a first scan. Different bytes for each number. */
export const sampleLetter = (about: string, number: number): Buffer =>
  pdf([`Sample letter no. ${number}`, '', `Re: ${about}`, '', ...lines(number).slice(2)]);

const sentences = [
  'Thank you for seeing this patient, who was first seen here in spring.',
  'Range of movement has improved, with some stiffness in the morning.',
  'No red flags were found on examination.',
  'Please continue with the exercises twice a day.',
  'A review is planned in six weeks.',
  'The images show no fracture.',
] as const;

function lines(number: number): string[] {
  const random = createRandom(number);
  const body = Array.from({ length: 4 + random.below(12) }, () => random.pick(sentences));
  return [`Made-up letter no. ${number}`, '', ...body, '', 'Everything in this letter is invented.'];
}

/** One A4 page of plain text. Source: ISO 32000-1, 7.5. */
function pdf(text: readonly string[]): Buffer {
  const drawn = text.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join('\n');
  const content = `BT /F1 12 Tf 60 780 Td 18 TL\n${drawn}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(
    `${file}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}

/** One stored entry. Source: APPNOTE 4.3. */
function zip(name: string, data: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(10, 0);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(name.length, 22);
  const entry = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02\x0a\x00'),
    fields,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(entry.length, 16);
  return Buffer.concat([entry, directory, end]);
}
