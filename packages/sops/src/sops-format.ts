/** The file formats of SOPS. A binary file is an envelope of JSON while it is encrypted. */
export type SopsFormat = 'binary' | 'dotenv' | 'ini' | 'json' | 'yaml';

/** Flux: what an encrypted file of a format contains; anything without it is taken for plain. */
const markers: Readonly<Record<SopsFormat, string>> = {
  json: '"mac": "ENC[',
  yaml: 'mac: ENC[',
  dotenv: 'sops_mac=ENC[',
  ini: '[sops]',
  binary: '"mac": "ENC[',
};

/** Flux: data of docker's configuration is JSON, whatever its name ends with. */
const dockerConfigKey = '.dockerconfigjson';

/** The format that SOPS and Flux take a file for by its name. */
export function formatForPath(path: string): SopsFormat {
  if (path.endsWith(dockerConfigKey) || path.endsWith('.json')) return 'json';
  if (path.endsWith('.yaml') || path.endsWith('.yml')) return 'yaml';
  if (path.endsWith('.env')) return 'dotenv';
  return path.endsWith('.ini') ? 'ini' : 'binary';
}

/** Whether a file of the given format looks encrypted. */
export function isEncrypted(data: Uint8Array, format: SopsFormat): boolean {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(markers[format]);
}

/** The format in which data is encrypted; undefined when it is not. Envelopes of binary files count as JSON: both are read alike. */
export function detectFormat(data: Uint8Array): Exclude<SopsFormat, 'binary'> | undefined {
  const formats = ['json', 'dotenv', 'yaml', 'ini'] as const;
  return formats.find((format) => isEncrypted(data, format));
}
