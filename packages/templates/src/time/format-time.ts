import type { GoTime } from '../values/go-time.ts';
import { monthNames } from './month-names.ts';
import { zoneAt } from './zone.ts';

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What parts of a layout may look like, longest first where one begins like another. */
const parts =
  /January|Jan|Monday|Mon|MST|2006|-07:00:00|-07:00|-070000|-0700|-07|Z07:00:00|Z07:00|Z070000|Z0700|Z07|[.,]0+(?!\d)|[.,]9+(?!\d)|01|02|03|04|05|06|002|__2|_2|15|PM|pm|[1-5]/g;

/** A time in a layout of Go, `2006-01-02T15:04:05Z07:00`. */
export function formatTime(time: GoTime, layout: string): string {
  const { name, offsetSeconds } = zoneAt(time.zone, time.ms);
  const local = new Date(time.ms + offsetSeconds * 1000);
  return layout.replace(parts, (part) => formatPart(part, local, name, offsetSeconds));
}

function formatPart(part: string, local: Date, zone: string, offset: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  switch (part) {
    case '2006':
      return String(local.getUTCFullYear()).padStart(4, '0');
    case '06':
      return two(local.getUTCFullYear() % 100);
    case 'MST':
      return zone;
    case 'PM':
      return local.getUTCHours() >= 12 ? 'PM' : 'AM';
    case 'pm':
      return local.getUTCHours() >= 12 ? 'pm' : 'am';
    case '002':
      return String(dayOfYear(local)).padStart(3, '0');
    case '__2':
      return String(dayOfYear(local)).padStart(3, ' ');
    default:
      return names(part, local) ?? clock(part, local, two) ?? fractionOrOffset(part, local, offset);
  }
}

function names(part: string, local: Date): string | undefined {
  const month = monthNames[local.getUTCMonth()] ?? '';
  const day = dayNames[local.getUTCDay()] ?? '';
  if (part === 'January') return month;
  if (part === 'Jan') return month.slice(0, 3);
  if (part === 'Monday') return day;
  return part === 'Mon' ? day.slice(0, 3) : undefined;
}

function clock(part: string, local: Date, two: (value: number) => string): string | undefined {
  const hour12 = local.getUTCHours() % 12 || 12;
  const values: Readonly<Record<string, number>> = {
    '1': local.getUTCMonth() + 1,
    '2': local.getUTCDate(),
    '3': hour12,
    '4': local.getUTCMinutes(),
    '5': local.getUTCSeconds(),
  };
  if (part === '15') return two(local.getUTCHours());
  if (part === '_2') return String(local.getUTCDate()).padStart(2, ' ');
  const value = values[part.replace(/^0/, '')];
  if (value === undefined) return undefined;
  return part.startsWith('0') ? two(value) : String(value);
}

function fractionOrOffset(part: string, local: Date, offset: number): string {
  if (part.startsWith('.') || part.startsWith(',')) return fraction(part, local.getUTCMilliseconds());
  if (part.startsWith('Z') && offset === 0) return 'Z';
  const pattern = part.slice(1);
  const size = Math.abs(offset);
  const fields = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].map((value) =>
    String(value).padStart(2, '0'),
  );
  const count = pattern.replaceAll(':', '').length / 2;
  return (offset < 0 ? '-' : '+') + fields.slice(0, count).join(pattern.includes(':') ? ':' : '');
}

/** Nines drop zeros at the end, and the point with them. */
function fraction(part: string, milliseconds: number): string {
  const digits = `${String(milliseconds).padStart(3, '0')}000000`.slice(0, part.length - 1);
  if (part[1] === '0') return part[0] + digits;
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : part[0] + kept;
}

function dayOfYear(local: Date): number {
  return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}
