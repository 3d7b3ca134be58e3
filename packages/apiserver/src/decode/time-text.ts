import { DecodeError } from './decode-error.ts';

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})([.,]\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** A time as Kubernetes prints it: UTC, in seconds, or in microseconds for MicroTime. Throws DecodeError. */
export function normalizeTime(text: string, goType: string): string {
  const isMicro = goType === 'v1.MicroTime';
  const parts = rfc3339.exec(text);
  if (parts === null) throw new DecodeError(complaint(text, isMicro));
  const [, , , , , , , fraction = '', zone] = parts;
  if (zone === 'Z' && fraction === '' && !isMicro) return text;
  const milliseconds = Date.parse(text.replace(/[.,]\d+/, ''));
  if (Number.isNaN(milliseconds)) throw new DecodeError(complaint(text, isMicro));
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  return isMicro ? `${seconds}.${fraction.slice(1, 7).padEnd(6, '0')}Z` : `${seconds}Z`;
}

function complaint(text: string, isMicro: boolean): string {
  const layout = isMicro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  const quoted = JSON.stringify(text);
  return `parsing time ${quoted} as ${JSON.stringify(layout)}: cannot parse ${quoted} as "2006"`;
}
