import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/**
 * Trusts, beside the authorities that come with Node and those of `NODE_EXTRA_CA_CERTS`, the ones that the system trusts:
 * a clinic's network that looks into TLS puts its own there. Must come before the first TLS connection of the process.
 */
export function trustSystemCertificates(): void {
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
}
