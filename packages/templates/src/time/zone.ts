/** A time zone at one moment. */
export interface ZoneMoment {
  /** `UTC`, `CET`, or `+0200` where it has no short name. */
  readonly name: string;
  readonly offsetSeconds: number;
}

const fixedOffset = /^([+-])(\d{2}):(\d{2})$/;

/** The zone of a place at a moment. Unknown places count as UTC, as in sprig. */
export function zoneAt(zone: string, ms: number): ZoneMoment {
  const fixed = fixedOffset.exec(zone);
  if (fixed !== null) {
    const [, sign, hours = '', minutes = ''] = fixed;
    const size = Number(hours) * 3600 + Number(minutes) * 60;
    return { name: `${sign}${hours}${minutes}`, offsetSeconds: sign === '-' ? -size : size };
  }
  return zone === 'UTC' || zone === '' ? { name: 'UTC', offsetSeconds: 0 } : namedZone(zone, ms);
}

function namedZone(zone: string, ms: number): ZoneMoment {
  try {
    const part = (timeZoneName: 'longOffset' | 'short', locale: string): string => {
      const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName });
      return format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    };
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(part('longOffset', 'en-US')) ?? [];
    const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    const offsetSeconds = sign === '-' ? -size : size;
    return { name: shortName(part('short', 'en-US'), part('short', 'en-GB'), offsetSeconds), offsetSeconds };
  } catch {
    return { name: 'UTC', offsetSeconds: 0 };
  }
}

/** American names for America, British ones for Europe; where neither knows one, the offset. */
function shortName(american: string, british: string, offset: number): string {
  const known = [american, british].find((name) => /^[A-Z]{2,5}$/.test(name) && name !== 'GMT');
  if (known !== undefined) return known;
  if (offset === 0) return american === 'GMT' ? 'GMT' : 'UTC';
  const size = Math.abs(offset);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(size / 3600)}${size % 3600 === 0 ? '' : two((size / 60) % 60)}`;
}
