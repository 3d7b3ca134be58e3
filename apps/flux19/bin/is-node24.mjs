/** Whether the running Node is one that Flux-19 runs on: 24.12 or newer. Plain JavaScript on purpose, as an older one asks. */
export function isNode24() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}
