import type { Session } from 'electron';
import { appUrl } from './app-address.ts';

/** The only permission that the window needs: copying the connection report. */
const granted: readonly string[] = ['clipboard-sanitized-write'];

const isOwn = (url: string | undefined): boolean =>
  url !== undefined && URL.canParse(url) && new URL('/', url).href === appUrl;

/** Answers permission requests: grants the few in `granted` to the window's top frame only. */
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
