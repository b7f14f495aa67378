import type { StackReader } from '../../main/sheets/read-stack.ts';

/** For tests without cover sheets: no file is a stack. */
export const noStacks: StackReader = {
  plan: () => Promise.resolve({ kind: 'none' }),
  part: () => Promise.reject(new Error('no file is a stack')),
};
