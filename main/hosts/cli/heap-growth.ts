import { setFlagsFromString } from 'node:v8';

/**
 * The heap may become twice what was alive at the last full collection, not four times: a program that stays open beside
 * others gives memory back rather than save a few collections. To be called before much was allocated. Electron does
 * without it: whether its engine takes a flag once it runs was not tried.
 */
export const limitHeapGrowth = (): void => setFlagsFromString('--heap-growing-percent=100');
