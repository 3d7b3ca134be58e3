const named =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT RTMAX RTMIN SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ';
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Signals that may stop a container, in the order of their names. */
export const linuxSignals: readonly string[] = [
  ...named.split(' ').map((name) => `SIG${name}`),
  ...numbers(14).map((number) => `SIGRTMAX-${number}`),
  ...numbers(15).map((number) => `SIGRTMIN+${number}`),
].toSorted();

export const windowsSignals: readonly string[] = ['SIGKILL', 'SIGTERM'];
