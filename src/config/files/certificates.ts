import { readTextFile } from '../../documents/text-file.js';
import { badOption } from '../options/problems.js';

/**
 * The certificates in a PEM file.
 * @throws VoiceliveError exit code 2 for a file without any
 */
export function readCertificates(path: string, where: string): string {
  const text = readTextFile(path, where);
  if (/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(text)) return text;
  throw badOption({
    code: 'certificates-invalid',
    where,
    found: path,
    expected: 'a PEM file with certificates (-----BEGIN CERTIFICATE-----)',
    hint: 'Convert it: openssl x509 -inform der -in FILE -out ca.pem.',
  });
}
