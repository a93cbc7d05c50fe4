import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Options of a TLS connection that trusts these certificates (PEM) besides those that Node trusts. */
export function trusting(certificates: string | undefined): { readonly ca?: string[] } {
  if (certificates === undefined) return {};
  return { ca: [...rootCertificates, ...extraCertificates(), certificates] };
}

/** Node adds them by itself only where nothing else is added. */
function extraCertificates(): readonly string[] {
  const path = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  if (path === '') return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    // Node warned of it at its start.
    return [];
  }
}
