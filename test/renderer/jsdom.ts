import { configure } from '@testing-library/svelte';
import '../english.ts';

// jsdom cannot scroll; the browser suite tests whether rows become visible.
Element.prototype.scrollIntoView = () => undefined;

// jsdom has no layout, so no size ever changes; the browser suite tests what follows from sizes.
globalThis.ResizeObserver = class implements ResizeObserver {
  observe = (): void => undefined;
  unobserve = (): void => undefined;
  disconnect = (): void => undefined;
};

// By default one second, which a slow machine can need for a component of many rows. No test asserts on time.
configure({ asyncUtilTimeout: 45_000 });
