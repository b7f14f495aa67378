import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multipartForm, storageName } from '../../main/clinic/storage/multipart.ts';
import { boundaryOf, parseFormHead } from '../../main/demo-clinic/store/form-head.ts';
import { caseNames } from './case-names.ts';

describe('the name under which a file is sent (case 20)', () => {
  it.each(caseNames)('%s: %j is sent as %j', (_what, name, sent) => {
    expect(storageName(name)).toBe(sent);
  });

  it('loses its control characters, all of them', () => {
    const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCodePoint(code)).filter((one) =>
      /\p{Cc}/u.test(one),
    );
    expect(controls).toHaveLength(65);
    expect(storageName(controls.join(''))).toBe('_'.repeat(65));
  });

  it('is well formed, and keeps NFC and NFD apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const sent = storageName(name);
        expect(sent.isWellFormed()).toBe(true);
        expect(sent).not.toMatch(/["\\/;]|\p{Cc}/u);
        expect(storageName(sent)).toBe(sent);
      }),
    );
    expect(storageName('é'.normalize('NFD'))).not.toBe(storageName('é'.normalize('NFC')));
  });
});

const textOf = ({ preamble, epilogue }: { preamble: Buffer; epilogue: Buffer }) =>
  `${preamble.toString()}<bytes>${epilogue.toString()}`;

describe('the form', () => {
  it('has every field unchanged and in order, and the file last', () => {
    const fields = { key: 'temp/${filename}', acl: 'private', policy: 'e30=', empty: '', lines: 'a\r\nb' };
    const form = multipartForm(fields, 'letter é.pdf');
    const boundary = boundaryOf(form.contentType) ?? '';
    expect(textOf(form).split(`--${boundary}`)).toEqual([
      '',
      ...Object.entries(fields).map(
        ([name, value]) => `\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      '\r\nContent-Disposition: form-data; name="file"; filename="letter é.pdf"\r\n' +
        'Content-Type: application/octet-stream\r\n\r\n<bytes>\r\n',
      '--\r\n',
    ]);
  });

  it('may have no fields', () => {
    expect(textOf(multipartForm({}, 'a'))).toMatch(/^--\S+\r\nContent-Disposition: form-data; name="file"/);
  });

  it('has a new boundary each time', () => {
    expect(multipartForm({}, 'a').contentType).not.toBe(multipartForm({}, 'a').contentType);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom('\r', '\n', '"', '\\', ';', '--', 'Content-Type: text/html', 'a', '\u0000', '\ud800'),
      )
      .map((pieces) => pieces.join('')),
  );

  it('prevents a name from adding a header, a field or a quote', () => {
    fc.assert(
      fc.property(anyText, anyText, (fieldName, fileName) => {
        const form = multipartForm({ [fieldName]: 'value' }, fileName);
        const parts = textOf(form).split(`--${boundaryOf(form.contentType) ?? ''}`);
        expect(parts).toHaveLength(4);
        expect(parts[1]).toMatch(/^\r\nContent-Disposition: form-data; name="[^"\r\n]*"\r\n\r\nvalue\r\n$/);
        expect(parts[2]).toMatch(
          /^\r\nContent-Disposition: form-data; name="file"; filename="[^"\\/;\p{Cc}]*"\r\nContent-Type: application\/octet-stream\r\n\r\n<bytes>\r\n$/u,
        );
      }),
    );
  });

  it('is read by the store as it was meant', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
        anyText,
        (fileName, value) => {
          const form = multipartForm({ key: value }, fileName);
          const head = parseFormHead(form.preamble, boundaryOf(form.contentType) ?? '');
          expect(head).toMatchObject({ state: 'file', start: form.preamble.length });
          if (head.state !== 'file') return;
          expect(head.fields.get('key')).toBe(value.toWellFormed());
          expect(head.filename).toBe(storageName(fileName));
        },
      ),
      // Line and paragraph separators are no control characters and do not end a header.
      { examples: [['one\u2028two\u2029 .pdf', 'a\u2028b']] },
    );
  });
});
