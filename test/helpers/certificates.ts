import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  /** Path of the certificate of the authority, for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  /** Of a server named `localhost`, issued by the authority. */
  readonly key: string;
  readonly certificate: string;
}

/** A certificate authority of a test and a certificate by it, made with openssl in this folder. */
export function makeCertificates(folder: string): Certificates {
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const issue = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '2'];
  writeFileSync(path('names'), 'subjectAltName=DNS:localhost\n');
  openssl(
    ...['req', '-x509', ...newKey, '-keyout', path('ca.key'), '-out', path('ca.pem')],
    ...['-days', '2', '-subj', '/O=Authority of a test'],
  );
  openssl(
    ...['req', ...newKey, '-keyout', path('server.key'), '-out', path('server.csr')],
    ...['-subj', '/CN=localhost'],
  );
  openssl(
    ...['x509', '-req', '-in', path('server.csr'), ...issue],
    ...['-extfile', path('names'), '-out', path('server.pem')],
  );
  return {
    authority: path('ca.pem'),
    key: readFileSync(path('server.key'), 'utf8'),
    certificate: readFileSync(path('server.pem'), 'utf8'),
  };
}
