const modulus = 65_521;

/** The checksum of RFC 1950 section 8.2: that of Flux's scan revisions. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % modulus;
    b = (b + a) % modulus;
  }
  // The upper half may reach the sign bit, hence no shift.
  return b * 0x1_00_00 + a;
}
