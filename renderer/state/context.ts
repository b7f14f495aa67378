import { createContext } from 'svelte';
import type { Core } from './core.svelte.ts';
import type { Drops } from './drops.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';

/** The core and the window's own place, for every component without handing them down. */
export const [getCore, setCore] = createContext<Core>();
export const [getNavigation, setNavigation] = createContext<Navigation>();
export const [getDrops, setDrops] = createContext<Drops>();
