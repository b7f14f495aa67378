import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorReference, errorReferencePath } from '../../build/error-reference.ts';
import { contractReference, referencePath } from '../../build/contract-reference.ts';
import { eventNames } from '../../preload/contract/events.ts';
import { requestNames } from '../../preload/contract/requests.ts';

it('the committed reference of the contract is what `npm run reference` makes', () => {
  expect(readFileSync(referencePath, 'utf8')).toBe(contractReference());
  expect(readFileSync(errorReferencePath, 'utf8')).toBe(errorReference());
});

it('the reference names every request and event', () => {
  const named = [...contractReference().matchAll(/^### `([^`]+)`$/gm)].map(([, name]) => name);
  expect(named).toEqual([...requestNames, ...eventNames]);
});
