import http from 'node:http';
import https from 'node:https';

/** The connections of Node's own agents, kept ones and those in use; the agents make new ones. */
export function dropConnections(): void {
  http.globalAgent.destroy();
  https.globalAgent.destroy();
}
