export { formatIpAddress, type IpAddress, isIpv4Mapped, parseIpAddress } from './addresses/ip-address.ts';
export { CelError, type CelFailure } from './cel-error.ts';
export { type CelType, dynType } from './cel-type.ts';
export { type CelCompileOptions, type CelEvaluateOptions, type CelProgram, compileCel } from './compile-cel.ts';
