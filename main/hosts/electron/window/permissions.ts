import type { Session } from 'electron';
import { appUrl } from './app-address.ts';

/** What the window itself asks for: to copy the report of a connection check. All else is refused. */
const granted: readonly string[] = ['clipboard-sanitized-write'];

const isOwn = (url: string | undefined): boolean =>
  url !== undefined && URL.canParse(url) && new URL('/', url).href === appUrl;

/** Answers every permission that a page can ask for: few, and only to the window's own top frame. */
export function refusePermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(granted.includes(permission) && details.isMainFrame && isOwn(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      granted.includes(permission) && details.isMainFrame && isOwn(origin),
  );
}
