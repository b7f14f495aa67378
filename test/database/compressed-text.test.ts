import { expect, it } from 'vitest';
import { compressed, expanded } from '../../main/database/compressed-text.ts';

it('a record that an earlier version compressed is read for ever', () => {
  const record = Buffer.from('AUOkHnDyQQsJDOUA', 'base64');
  expect(JSON.parse(expanded(record).toString('utf8'))).toEqual({
    id: '0199',
    state: 'filed',
    isRedacted: true,
  });
});

it('text that is not compressed stays as it is, and other bytes are refused', () => {
  expect(expanded(Buffer.from('{"a":1}')).toString('utf8')).toBe('{"a":1}');
  const record = compressed('{"a":1}', 'job');
  expect(() => expanded(record.subarray(0, -1))).toThrow();
});
