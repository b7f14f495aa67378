/** A PDF of these objects, numbered from 1; the first one is its catalogue. Source: ISO 32000-1, 7.5. */
export function pdfFile(objects: readonly Uint8Array[]): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')];
  const places: string[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, at) => {
    places.push(`${String(length).padStart(10, '0')} 00000 n \n`);
    const whole = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(whole);
    length += whole.length;
  });
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** An object of a PDF that is a stream. `entries`: those of its dictionary without the length. */
export const pdfStream = (entries: string, content: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`, 'latin1'),
    content,
    Buffer.from('\nendstream'),
  ]);
