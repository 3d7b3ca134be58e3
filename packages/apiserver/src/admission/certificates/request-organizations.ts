// RFC 2986: the subject stands in a request as a list of attributes, each an object identifier and a text.
/** The identifier of the organization (2.5.4.10), encoded. */
const organization = Buffer.from([0x06, 0x03, 0x55, 0x04, 0x0a]);
const shortestLongLength = 0x80;

/** The organizations that the subject of a PEM certificate request names: its groups, for Kubernetes. */
export function organizationsOf(pem: string): string[] {
  const base64 = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  const der = Buffer.from(base64 ?? '', 'base64');
  const found: string[] = [];
  for (let at = der.indexOf(organization); at >= 0; at = der.indexOf(organization, at + 1)) {
    const start = at + organization.length;
    const length = der[start + 1] ?? 0;
    // Names of groups are short; a longer text is none that anybody asks for.
    if (length < shortestLongLength) found.push(der.subarray(start + 2, start + 2 + length).toString());
  }
  return found;
}
