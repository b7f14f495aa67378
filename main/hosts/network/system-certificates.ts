import tls from 'node:tls';

/**
 * Trusts the system's certificate authorities in addition to Node's and those of `NODE_EXTRA_CA_CERTS`: a network that
 * inspects TLS installs its authority there. `more`: further authorities, in PEM. Call it before the first TLS
 * connection. Throws if this build of Node cannot do it; for that reason `tls` is imported as a namespace.
 */
export function trustSystemCertificates(more: readonly string[]): void {
  const known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  tls.setDefaultCACertificates([...known, ...more]);
}
