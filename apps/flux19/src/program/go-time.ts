/** A time as Go prints it: `2021-07-16 15:42:20 +0000 UTC`, in the zone of this machine. */
export function goTime(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join(':');
  return `${day} ${time} ${offsetOf(date)} ${zoneOf(date)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}${two(size % 60)}`;
}

/** Name of the zone; where there is only an offset, Go repeats that. */
function zoneOf(date: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(date);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return /^[A-Z]{2,5}$/.test(name) && name !== 'GMT' ? name : offsetOf(date).replace(/00$/, '');
}
