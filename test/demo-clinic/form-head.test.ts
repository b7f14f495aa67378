import { describe, expect, it } from 'vitest';
import { boundaryOf, parseFormHead } from '../../main/demo-clinic/store/form-head.ts';
import { boundary, closing, formBody, part } from './raw-http.ts';

describe('the boundary of a content type', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; boundary="a b;c"', 'a b;c'],
    ['Multipart/Form-Data; charset=utf-8; Boundary=abc', 'abc'],
    ['multipart/form-data;boundary=abc; charset=utf-8', 'abc'],
    ['multipart/form-data', null],
    ['multipart/mixed; boundary=abc', null],
    ['application/json', null],
    ['', null],
  ])('%s', (contentType, expected) => {
    expect(boundaryOf(contentType)).toBe(expected);
  });
});

const filenameOf = (disposition: string) => {
  const head = parseFormHead(part(disposition, 'bytes'), boundary);
  return head.state === 'file' ? head.filename : head.state;
};

describe('the file name, as gateways take it', () => {
  it.each([
    ['name="file"; filename="a.pdf"', 'a.pdf'],
    ['name="file"; filename=a.pdf', 'a.pdf'],
    ['name=file; filename="a.pdf"', 'a.pdf'],
    ['name="file"; filename="a%22b.pdf"', 'a%22b.pdf'],
    ['name="file"; filename="a\\"b.pdf"', 'a\\"b.pdf'],
    ['name="file"; filename="a\\\\b.pdf"', 'a\\\\b.pdf'],
    ['name="file"; filename="C:\\scans\\a.pdf"', 'C:\\scans\\a.pdf'],
    ['name="file"; filename="scans/a.pdf"', 'scans/a.pdf'],
    ['name="file"; filename="a;b.pdf"', 'a'],
    ['name="file"; filename="é漢🦴.pdf"', 'é漢🦴.pdf'],
    ['name="file"; filename="e\u0301.pdf"', 'e\u0301.pdf'],
    ['name="file"; filename="${filename}"', '${filename}'],
    ['name="file"; filename="o\'neill & co.pdf"', "o'neill & co.pdf"],
    ['name="file"; filename="a=b.pdf"', 'a=b.pdf'],
    ['name="file"; filename*=UTF-8\'\'b.pdf', ''],
    ['name="file"; filename="a.pdf"; filename*=UTF-8\'\'b.pdf', 'a.pdf'],
    ['name="file"; filename=""', ''],
    ['name="file"', ''],
  ])('%s', (disposition, expected) => {
    expect(filenameOf(disposition)).toBe(expected);
  });
});

it('reads all fields up to the file, whatever their content', () => {
  const fields = [
    ['key', 'temp/${filename}'],
    ['Policy', 'line\r\nline'],
    ['empty', ''],
    ['é', '漢'],
  ] as const;
  const body = formBody(fields, { name: 'a.pdf', bytes: 'the bytes' });
  const head = parseFormHead(body, boundary);
  expect(head).toMatchObject({ state: 'file', filename: 'a.pdf' });
  if (head.state !== 'file') return;
  expect([...head.fields]).toEqual(fields.map(([name, value]) => [name.toLowerCase(), value]));
  expect(body.toString('utf8', head.start)).toMatch(/^the bytes\r\n--/);
});

it('asks for more at every cut before the file, and never earlier or later', () => {
  const body = formBody(
    [
      ['key', 'é'],
      ['acl', 'private'],
    ],
    { name: 'a.pdf', bytes: 'x' },
  );
  const whole = parseFormHead(body, boundary);
  const start = whole.state === 'file' ? whole.start : 0;
  for (let length = 0; length <= body.length; length += 1) {
    expect(parseFormHead(body.subarray(0, length), boundary).state).toBe(length < start ? 'more' : 'file');
  }
});

it('skips a preamble', () => {
  const body = Buffer.concat([Buffer.from('a preamble\r\n'), formBody([], { name: 'a.pdf', bytes: 'x' })]);
  expect(parseFormHead(body, boundary)).toMatchObject({ state: 'file', filename: 'a.pdf' });
});

it('ignores fields after the file', () => {
  const body = Buffer.concat([part('name="file"; filename="a"', 'x'), part('name="key"', 'late'), closing]);
  expect(parseFormHead(body, boundary)).toMatchObject({ state: 'file', fields: new Map() });
});

it.each([
  ['no file', Buffer.concat([part('name="key"', 'x'), closing]), 'no-file'],
  ['nothing but the end', closing, 'no-file'],
  ['rubbish behind the boundary', Buffer.from(`--${boundary}xx`), 'malformed'],
  ['a part without a name', part('filename="a"', 'x'), 'malformed'],
  ['a part without a disposition', Buffer.from(`--${boundary}\r\nContent-Type: a/b\r\n\r\nx`), 'malformed'],
  ['a part without headers', Buffer.from(`--${boundary}\r\n\r\nx`), 'malformed'],
])('reports the error: %s', (_, body, state) => {
  expect(parseFormHead(body, boundary).state).toBe(state);
});
