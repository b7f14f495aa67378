import { expect, it } from 'vitest';
import { textOf } from '../../main/decoder/formats/text-of.ts';

const words = 'Grüße an Zoë – 5 €';
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

it.each([
  ['UTF-8', Buffer.from(words), null, words],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${words}`), 'text/plain; charset=iso-8859-1', words],
  ['UTF-8 that is cut within a letter', Buffer.from('Zoë').subarray(0, 3), null, 'Zo'],
  ['UTF-16, little end first', Buffer.from(`\ufeff${words}`, 'utf16le'), null, words],
  ['UTF-16, big end first', swapped(`\ufeff${words}`), null, words],
  ['what an old Windows program writes', Buffer.from('Gr\xfc\xdfe, 5 \x80', 'latin1'), null, 'Grüße, 5 €'],
  ['a charset that was told', Buffer.from([0xc4, 0xc5]), 'text/plain; charset="koi8-r"', 'де'],
  ['a charset that is none', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'text/plain;charset=nonsense', 'Grüße'],
])('%s is read as text', (_name, bytes, type, text) => {
  expect(textOf(bytes, type)).toBe(text);
});
