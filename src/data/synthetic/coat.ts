/* The colour of one animal's coat at each place. */
import type { RandomStream } from "../../backend/random";
import type { Zone } from "./anatomy";
import type { Breed, Colour } from "./breeds";
import { cellDistance, mix, smoothNoise, step } from "./noise";

/** One animal's own coat: its breed's, varied. */
export interface Coat {
  readonly pattern: Breed["pattern"];
  readonly base: Colour;
  readonly mark: Colour;
  readonly white: Colour;
  readonly eye: Colour;
  readonly bib: boolean;
  readonly frequency: number;
  /** Direction of the stripes. */
  readonly angle: number;
  readonly texture: number;
}

/** Where coats go as breeds become harder to tell apart. */
const COMMON: Colour = [0.7, 0.56, 0.42];

export function mixColours(from: Colour, to: Colour, share: number): Colour {
  return [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)];
}

/**
 * An animal's coat: with `difficulty` (0 to 1) colours move to a common one and scatter more, marks fade, and
 * the size of the pattern varies more.
 */
export function coatOf(breed: Breed, difficulty: number, draw: RandomStream): Coat {
  const light = 1 + mix(0.06, 0.16, difficulty) * draw.normal();
  const warm = mix(0.02, 0.07, difficulty) * draw.normal();
  const base: Colour = [breed.base[0] * light + warm, breed.base[1] * light, breed.base[2] * light - warm];
  const ownBase = mixColours(base, COMMON, 0.75 * difficulty ** 1.5);
  const contrast = mix(1, 0.12, difficulty) * (1 + 0.15 * draw.normal());
  return {
    pattern: breed.pattern,
    base: ownBase,
    mark: mixColours(ownBase, breed.mark, contrast),
    white: mixColours(ownBase, [0.95, 0.94, 0.92], contrast),
    eye: mixColours(breed.eye, [0.45, 0.4, 0.25], difficulty),
    bib: breed.bib,
    frequency: breed.frequency * Math.exp(mix(0.06, 0.3, difficulty) * draw.normal()),
    angle: 0.3 * draw.normal(),
    texture: draw.below(1 << 20),
  };
}

/** The colour at a place of the animal, before light. */
export function coatColour(coat: Coat, zone: Zone, x: number, y: number): Colour {
  const share = markShare(coat, zone, x, y);
  const coloured = mixColours(coat.base, coat.mark, share);
  const white = whiteShare(coat, zone);
  // Fur is a little uneven, and lighter below.
  const fur = 0.93 + 0.14 * smoothNoise(9 * x, 9 * y, coat.texture + 7);
  const colour = white === 0 ? coloured : mixColours(coloured, coat.white, white);
  return [colour[0] * fur, colour[1] * fur, colour[2] * fur];
}

function whiteShare(coat: Coat, zone: Zone): number {
  if (!coat.bib) return zone === "chest" || zone === "muzzle" ? 0.15 : 0;
  if (zone === "chest" || zone === "paw" || zone === "muzzle") return 1;
  return zone === "leg" ? 0.55 : 0;
}

/** From 0 (the base colour) to 1 (the mark's). */
function markShare(coat: Coat, zone: Zone, x: number, y: number): number {
  const { pattern, frequency, texture } = coat;
  switch (pattern) {
    case "plain":
      return 0;
    case "points":
      return POINTS[zone] ?? 0;
    case "saddle":
      if (zone === "body") return 1 - step(0.3, 0.5, y + 0.2 * smoothNoise(3 * x, 3 * y, texture));
      return zone === "tail" ? 0.8 : zone === "ear" ? 0.35 : 0;
    case "stripes": {
      if (zone === "chest" || zone === "muzzle") return 0;
      const across = y * Math.cos(coat.angle) + x * Math.sin(coat.angle);
      const wobble = 0.7 * smoothNoise(3 * x, 3 * y, texture);
      const stripe = step(0.1, 0.7, Math.sin(2 * Math.PI * (frequency * across + wobble)));
      return zone === "head" || zone === "ear" ? 0.6 * stripe : stripe;
    }
    case "spots":
      if (zone === "muzzle") return 0;
      return 1 - step(0.25, 0.42, cellDistance(frequency * x, frequency * y, texture));
    case "patches":
      if (zone === "muzzle" || zone === "chest" || zone === "paw") return 0;
      return step(0.46, 0.56, smoothNoise(frequency * x + 5, frequency * y + 5, texture));
  }
}

const POINTS: Partial<Record<Zone, number>> = {
  ear: 1,
  muzzle: 1,
  paw: 0.9,
  tail: 0.9,
  leg: 0.35,
  head: 0.12,
};
