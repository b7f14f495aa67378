import { each } from '../each.ts';
import type { HandlerDeps, HandlersOf } from './handler-types.ts';

/** Pages of files that are not filed yet. */
export function pageHandlers({ desk, signal }: HandlerDeps): HandlersOf<'pages'> {
  const documents = () => desk.app().uploads.documents;
  return {
    'pages:blank': async ({ id }) => ({ pages: await documents().blankPages(id, signal) }),
    'pages:make': async ({ ids, documents: chosen, paused }) => ({
      ids: await documents().make(ids, { documents: chosen, paused }, signal),
    }),
    'pages:putBack': ({ ids }) => each(ids, (id) => documents().putBack(id)),
  };
}
