/* Where everything stands: pixels, from the left and the top of the picture. */
import type { Role } from "../model";
import type { Said } from "./size";

export type Point = readonly [x: number, y: number];

/** A line on its way: straight where two points are above or beside one another, else bent from one to the other. */
export interface Stroke {
  readonly points: readonly Point[];
  readonly arrow: boolean;
}

/** What leads from one box to others, drawn once where it goes together. */
export interface Wire {
  readonly role: Role;
  readonly branch?: number;
  /** The boxes at its ends, or around these. */
  readonly from: string;
  readonly to: readonly string[];
  readonly strokes: readonly Stroke[];
  /** What it carries, beside its beginning. */
  readonly label: string;
  readonly labelAt?: Point;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly said: Said;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, Placed>;
  readonly wires: readonly Wire[];
}
