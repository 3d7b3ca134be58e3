/** Parses a flag that takes a port; 0 is any. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`'${text}' is not a port number: choose one from 1 to 65535`);
}
