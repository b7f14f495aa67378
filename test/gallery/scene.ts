import type { Component } from 'svelte';
import type { FolderView, Status } from '../../preload/contract/views.ts';
import type { Core } from '../../renderer/state/core.svelte.ts';
import type { Drops } from '../../renderer/state/drops.svelte.ts';
import type { Answers } from '../fakes/fake-bridge.ts';

/** One component in one state, with made-up data. */
export interface Scene {
  /** The component's name. */
  readonly of: string;
  readonly state: string;
  readonly component: Component<never>;
  readonly props: Record<string, unknown>;
  readonly answers: Answers;
  readonly status: Partial<Status>;
  readonly folders: FolderView[];
  /** Pixels, for a component that fills the place that it is given. */
  readonly height: number | null;
  /** Brings it into its state once it is shown. */
  readonly act: (made: { core: Core; drops: Drops }) => void;
}

const found = import.meta.glob<{ default: Component<never> }>('../../renderer/components/*.svelte', {
  eager: true,
});
const componentOf = (name: string): Component<never> => {
  const module = found[`../../renderer/components/${name}.svelte`];
  if (module === undefined) throw new Error(`there is no component ${name}`);
  return module.default;
};

export const nothing = (): void => undefined;
/** A scene without answers of the core, unless `more` has them. */
export const scene = (
  of: string,
  state: string,
  props: Record<string, unknown> = {},
  more: Partial<Omit<Scene, 'of' | 'state' | 'props' | 'component'>> = {},
): Scene => ({
  ...{ of, state, props, component: componentOf(of) },
  ...{ answers: {}, status: {}, folders: [], height: null, act: nothing },
  ...more,
});
