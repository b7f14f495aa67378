import { setFlagsFromString } from 'node:v8';

/**
 * Limits the heap to twice the memory that was in use at the last full collection, instead of four times: a program
 * that stays open should return memory. Call it before much is allocated. Not used in Electron, where it was not tried.
 */
export const limitHeapGrowth = (): void => setFlagsFromString('--heap-growing-percent=100');
