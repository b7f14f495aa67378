import tls from 'node:tls';

/**
 * Trusts, beside the authorities that come with Node and those of `NODE_EXTRA_CA_CERTS`, the ones that the system trusts:
 * a clinic's network that looks into TLS puts its own there. `more`, in PEM, are trusted too. Must come before the first TLS connection of the process.
 * Throws where this build of Node has no such store; so the whole module is imported, not its parts.
 */
export function trustSystemCertificates(more: readonly string[]): void {
  const known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  tls.setDefaultCACertificates([...known, ...more]);
}
