/**
 * 32 bits for each number, the same for the same seed (splitmix32, its state looked up instead of carried
 * along).
 */
export function seededBits(seed: number, number: number): number {
  let bits = (Math.imul(number, 0x9e3779b9) + mixed(seed)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

// Neighbouring seeds would otherwise give the same numbers, shifted.
function mixed(seed: number): number {
  const bits = Math.imul(seed ^ (seed >>> 16), 0x7feb352d);
  return bits ^ (bits >>> 15);
}
