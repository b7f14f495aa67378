import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { Core } from '../../renderer/state/core.svelte.ts';
import type { Drops } from '../../renderer/state/drops.svelte.ts';
import type { Navigation } from '../../renderer/state/navigation.svelte.ts';
import type { Answers, FakeBridge } from '../fakes/fake-bridge.ts';
import type { Setup } from '../../renderer/state/setup.svelte.ts';
import { delayedBridge } from './delayed.ts';
import Host from './Host.svelte';

export interface Shown {
  readonly core: Core;
  readonly drops: Drops;
  readonly navigation: Navigation;
  readonly setup: Setup;
  readonly bridge: FakeBridge;
}

/** Shows a component like the window, with a scripted core and a clinic's latency. */
export function show<P extends Record<string, unknown>>(
  component: Component<P>,
  props: P,
  answers: Answers = {},
): Shown {
  const bridge = delayedBridge(answers);
  const made: Omit<Shown, 'bridge'>[] = [];
  render(Host, {
    props: {
      bridge,
      component,
      props,
      onReady: (ready: Omit<Shown, 'bridge'>) => made.push(ready),
    },
  });
  const [first] = made;
  if (first === undefined) throw new Error('nothing was shown');
  return { ...first, bridge };
}
