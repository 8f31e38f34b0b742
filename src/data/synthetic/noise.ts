/*
 * Textures as functions of the place, so that they can be evaluated anywhere: noise on a lattice of hashed
 * values (Perlin 1985, "An image synthesizer"; here with values instead of gradients).
 */

/** A number in [0, 1) for a lattice point: a hash, so that the same texture number gives the same texture. */
function latticeValue(x: number, y: number, texture: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(texture, 2147483647);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  return ((h ^ (h >>> 15)) >>> 8) / 0x1000000;
}

/** Smooth noise in [0, 1): one hump or dip for each unit of length. */
export function smoothNoise(x: number, y: number, texture: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = smooth(x - column);
  const v = smooth(y - row);
  const top = mix(latticeValue(column, row, texture), latticeValue(column + 1, row, texture), u);
  const low = mix(latticeValue(column, row + 1, texture), latticeValue(column + 1, row + 1, texture), u);
  return mix(top, low, v);
}

/** The distance to the nearest of randomly placed points, one in each unit square (Worley 1996). */
export function cellDistance(x: number, y: number, texture: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  let least = Infinity;
  for (let j = row - 1; j <= row + 1; j++)
    for (let i = column - 1; i <= column + 1; i++) {
      const dx = i + 0.2 + 0.6 * latticeValue(i, j, texture) - x;
      const dy = j + 0.2 + 0.6 * latticeValue(i, j, texture + 1) - y;
      least = Math.min(least, dx * dx + dy * dy);
    }
  return Math.sqrt(least);
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function step(from: number, to: number, x: number): number {
  return smooth(Math.min(Math.max((x - from) / (to - from), 0), 1));
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}
