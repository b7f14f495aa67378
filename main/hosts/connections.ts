import http from 'node:http';
import https from 'node:https';

/** Closes the connections of Node's default agents, idle or in use. The agents open new ones. */
export function dropConnections(): void {
  http.globalAgent.destroy();
  https.globalAgent.destroy();
}
