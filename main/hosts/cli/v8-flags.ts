import { setFlagsFromString } from 'node:v8';

/**
 * Limits the heap, as a program that stays open should return memory: to twice what was in use at the last full collection
 * instead of four times, and the space of new objects to its first size, 2 MB, instead of 48: collecting a large one can
 * take 58 ms, in which the window waits, and the `upload` command would need 96 MB (case 52). Call it before the program's
 * modules are loaded, since they fill that space at once, and it shrinks only after two minutes without work. Not used in
 * Electron, where it was not tried.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** For a program without a window: the space of new objects may grow, which takes 6 % less of the processor while files move. */
export function letNewSpaceGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}

/**
 * V8 compiles a function to fast code at its 50th call instead of its 400th, and 50 calls after its last new type of value instead
 * of 500: a scan calls most functions once, so that a pile of 500 was filed by slow code. That takes 8 % less of the processor.
 */
export function compileSoon(): void {
  setFlagsFromString('--invocation-count-for-maglev=50');
  setFlagsFromString('--minimum-invocations-after-ic-update=50');
}
