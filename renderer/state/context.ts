import { createContext } from 'svelte';
import type { Core } from './core.svelte.ts';
import type { Drops } from './drops.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Setup } from './setup.svelte.ts';
import type { Today } from './today.svelte.ts';

/** Provides the core and the navigation to every component. */
export const [getCore, setCore] = createContext<Core>();
export const [getNavigation, setNavigation] = createContext<Navigation>();
export const [getDrops, setDrops] = createContext<Drops>();
export const [getToday, setToday] = createContext<Today>();
export const [getSetup, setSetup] = createContext<Setup>();
