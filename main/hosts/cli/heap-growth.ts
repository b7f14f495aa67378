import { setFlagsFromString } from 'node:v8';

/**
 * Limits the heap, as a program that stays open should return memory: to twice what was in use at the last full collection
 * instead of four times. Not used in Electron, where it was not tried.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=100');
}

/**
 * Keeps the space of new objects at its first size, 2 MB, instead of up to 48. While files move that takes 6 % more of the processor,
 * so the program does it only while its modules are loaded: they fill that space at once, and it shrinks only after two minutes without work.
 */
export function keepNewSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Ends that; V8's default. */
export function letNewSpaceGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}
