import type { Destination } from '../../../preload/contract/destination.ts';
import type { InboxReason } from '../../../preload/contract/job.ts';
import { readableName } from '../../../preload/contract/readable-name.ts';
import type { Route } from '../../../preload/contract/scan-folder.ts';
import { assertNever } from '../../base/errors.ts';
import type { ArmedToken } from './active-destination.ts';
import { compilePattern, type LookupQuery } from './pattern.ts';
import { splitPath } from '../watch/seen-names.ts';

export type RouteDecision =
  | { kind: 'destination'; destination: Destination }
  | { kind: 'inbox'; reason: InboxReason }
  | { kind: 'lookup'; query: LookupQuery };

interface RouteInput {
  /** The file's path inside its folder, with `/` between parts. */
  readonly relativePath: string;
  /** The selection when the file first appeared. */
  readonly token: ArmedToken | null;
  /** The selection now that it is finished. */
  readonly armed: ArmedToken | null;
}

export type Router = (input: RouteInput) => RouteDecision;

const inbox = (reason: InboxReason): RouteDecision => ({ kind: 'inbox', reason });

/**
 * A scan belongs to the patient selected when it first appeared, if that is certain and did not change. Selecting the
 * same patient again is not enough: meanwhile a scanner may have saved another patient's letter under that name.
 */
function decideActive({ token, armed }: RouteInput): RouteDecision {
  if (token === null) return inbox('nobody-armed');
  if (!token.certain || token.armId !== armed?.armId) {
    return inbox('destination-changed');
  }
  return { kind: 'destination', destination: token.destination };
}

function byName(pattern: string, nameOf: (relativePath: string) => string): Router {
  const compiled = compilePattern(pattern);
  return ({ relativePath }) => {
    const query = compiled.match(readableName(nameOf(relativePath)));
    return query === null ? inbox('name-without-match') : { kind: 'lookup', query };
  };
}

/** The rule that gives a folder's scans their destination. Throws `pattern-invalid`. */
export function createRouter(route: Route): Router {
  switch (route.kind) {
    case 'inbox':
      return () => inbox('route-inbox');
    case 'active':
      return decideActive;
    case 'page':
      // `pending-pages.ts` decides once its page was read.
      return () => inbox('page-pending');
    case 'fixed':
      return () => ({ kind: 'destination', destination: route.destination });
    case 'filename':
      return byName(route.pattern, (relativePath) => splitPath(relativePath)[1]);
    case 'subfolder':
      return byName(route.pattern, (relativePath) => splitPath(relativePath)[0]);
    default:
      return assertNever(route);
  }
}
