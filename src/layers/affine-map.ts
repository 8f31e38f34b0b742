/*
 * Where each pixel of a changed image comes from: `[a, b, c, d, e, f]` says that the pixel in column x and row y is that of column
 * a x + b y + c and row d x + e y + f, as in TensorFlow's ImageProjectiveTransform and Keras' `ops.image.affine_transform`.
 */

export type AffineMap = readonly [number, number, number, number, number, number];

/** Moved down and to the right by so many pixels. */
export const translation = (down: number, right: number): AffineMap => [1, 0, -right, 0, 1, -down];

/** Turned about the centre, by an angle in radians. */
export function rotation(angle: number, height: number, width: number): AffineMap {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return about(cos, -sin, sin, cos, height, width);
}

/** Seen from so many times as far away (below 1: from nearer). */
export const zoom = (rows: number, columns: number, height: number, width: number): AffineMap =>
  about(columns, 0, 0, rows, height, width);

/** Mirrored left and right, up and down. */
export const flip = (columns: boolean, rows: boolean, height: number, width: number): AffineMap =>
  about(columns ? -1 : 1, 0, 0, rows ? -1 : 1, height, width);

/** With the centre where it was. */
function about(a: number, b: number, d: number, e: number, height: number, width: number): AffineMap {
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  return [a, b, x - a * x - b * y, d, e, y - d * x - e * y];
}
