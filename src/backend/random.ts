/*
 * Random numbers that depend on (seed, path, step) and on nothing else, so that the order in which a network's
 * parts are built or run changes no draw, and two processes draw the same.
 *
 * The key is hashed with cyrb128-style mixing (MurmurHash3's finalisers) into the state of xoshiro128**
 * (Blackman and Vigna 2018), which passes BigCrush and needs only 32-bit arithmetic.
 */

/** A stream of random numbers. */
export interface RandomStream {
  /** Uniform in [0, 1), 24 bits: exact in float32. */
  next(): number;
  /** A whole number from 0 to n - 1, without bias. */
  below(n: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box-Muller). */
  normal(): number;
  /** The numbers 0 to n - 1 in random order (Fisher-Yates). */
  permutation(n: number): Int32Array;
}

function hashKey(key: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < key.length; i++) {
    const k = key.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  const all = h1 ^ h2 ^ h3 ^ h4;
  // xoshiro's state must not be all zero.
  return [all | 0, (h2 ^ all) | 0, (h3 ^ all) | 0, (h4 ^ all) | 1];
}

/** The stream of a seed and a path, such as `randomStream(1, "dropout", "trunk/dropout", step)`. */
export function randomStream(seed: number, ...path: readonly (string | number)[]): RandomStream {
  // Lengths are part of the key, so that ("a", "b") and ("a/b") differ.
  const key = [seed, ...path].map((part) => `${String(part).length}:${part}`).join("");
  let [a, b, c, d] = hashKey(key);
  let spare: number | undefined;

  function bits(): number {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }
  for (let i = 0; i < 8; i++) bits(); // Nearby keys have diverged by then.

  const stream: RandomStream = {
    next: () => (bits() >>> 8) / 0x1000000,
    below(n) {
      if (!Number.isInteger(n) || n < 1 || n > 0x100000000)
        throw new RangeError(`below(${n}): a whole number from 1 to 2^32`);
      const limit = 0x100000000 - (0x100000000 % n);
      for (;;) {
        const draw = bits();
        if (draw < limit) return draw % n;
      }
    },
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - stream.next()));
      const angle = 2 * Math.PI * stream.next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    permutation(n) {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = stream.below(i + 1);
        const moved = order[i] as number;
        order[i] = order[j] as number;
        order[j] = moved;
      }
      return order;
    },
  };
  return stream;
}
