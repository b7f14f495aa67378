import http from 'node:http';
import https from 'node:https';

/** Closes every connection that is kept for later calls, and every one in use; the agents make new ones. */
export function dropConnections(): void {
  http.globalAgent.destroy();
  https.globalAgent.destroy();
}
