/*
 * How a function changes along a direction, from its values alone, for each number that it gives back by itself: so that a
 * kink in one of them does not hide what the others say.
 */

/** The values of a function at `point + t · direction`. */
export type Along = (t: number) => Float32Array;

export interface Slopes {
  /** d value[i] / dt at 0; meaningless where there is a kink. */
  readonly slopes: Float64Array;
  /** Rounding of float32 in each slope. */
  readonly noise: Float64Array;
  /** Whether value i bends or jumps so near to the point that a difference is no derivative. */
  readonly kinks: readonly boolean[];
}

/** Half a unit in the last place of a float32, and what a few operations make of it. */
const rounding = 16 * 2 ** -24;
/** By so much of the slope two steps may differ where a function is smooth. */
const smooth = 1e-2;

/**
 * Central differences with two steps, h and h/2. Where a function is smooth both agree to the order of h², and what is left
 * goes by Richardson's extrapolation. Where it has a kink or a jump within h they differ; a kink at the very point shows in
 * the second differences, which halve with h where it is smooth and stay where it is not.
 */
export function slopesAlong(along: Along, h: number): Slopes {
  const middle = along(0);
  const [up, down, upper, lower] = [along(h), along(-h), along(h / 2), along(-h / 2)];
  const wide = Float64Array.from(middle, (_, i) => (up[i]! - down[i]!) / (2 * h));
  const narrow = Float64Array.from(middle, (_, i) => (upper[i]! - lower[i]!) / h);
  const noise = Float64Array.from(middle, (value) => (rounding * Math.max(Math.abs(value), 1e-6)) / h);
  const kinks = Array.from(middle, (value, i) => {
    const bend = (up[i]! - 2 * value + down[i]!) / h;
    const half = (upper[i]! - 2 * value + lower[i]!) / (h / 2);
    const size = Math.max(Math.abs(wide[i]!), Math.abs(narrow[i]!));
    const odd = Math.max(Math.abs(wide[i]! - narrow[i]!), Math.abs(bend - 2 * half));
    return !(odd <= smooth * size + 8 * noise[i]!);
  });
  return { slopes: narrow.map((slope, i) => (4 * slope - wide[i]!) / 3), noise, kinks };
}
