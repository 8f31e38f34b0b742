/** A decoded image: four bytes a pixel, row by row. */
export interface Rgba {
  readonly height: number;
  readonly width: number;
  /** Red, green, blue, alpha, from 0 to 255. */
  readonly data: Uint8Array;
}
