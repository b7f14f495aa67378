import type { JobView } from '../../preload/contract/views.ts';

/** A file that gets a description. */
export type Described = Pick<JobView, 'id' | 'name' | 'description' | 'state' | 'paused'>;
