/* One picture of an animal, from the back to the front, each part over what is behind it. */
import type { RandomStream } from "../../backend/random";
import { partsOf, randomPose, type Features, type Part, type Zone } from "./anatomy";
import { backdropColour, randomBackdrop, randomLight } from "./backdrop";
import type { Breed, Colour } from "./breeds";
import { coatColour, coatOf, type Coat } from "./coat";
import { mix } from "./noise";
import { distanceTo, ellipse } from "./shapes";

/** How dark the rim of a part is, and how wide: it parts a head from a body of the same colour. */
const RIM = 0.32;
const RIM_WIDTH = 0.07;

const FIXED: Partial<Record<Zone, Colour>> = {
  nose: [0.13, 0.1, 0.1],
  innerEar: [0.85, 0.62, 0.58],
  pupil: [0.05, 0.05, 0.06],
  tongue: [0.88, 0.42, 0.45],
};

/** A species' features: clear at difficulty 0, further from the typical and nearer to the other's towards 1. */
function featuresOf(species: Breed["species"], difficulty: number, draw: RandomStream): Features {
  const typical = species === "dog" ? 1 : 0;
  const centre = mix(typical, 0.5, 0.8 * difficulty ** 1.3);
  const feature = () => Math.min(Math.max(centre + mix(0.06, 0.3, difficulty) * draw.normal(), -0.1), 1.1);
  return { ears: feature(), muzzle: feature(), face: feature(), tail: feature(), build: feature() };
}

/**
 * Draws an animal of a breed, `size * size` pixels of red, green and blue from 0 to 1, into `out` at `offset`.
 * Place, size, turn, posture, light and backdrop come from `draw`.
 */
export function drawAnimal(
  breed: Breed,
  size: number,
  difficulty: number,
  draw: RandomStream,
  out: Float32Array,
  offset: number,
): void {
  const features = featuresOf(breed.species, difficulty, draw);
  const pose = randomPose(draw, mix(0.05, 0.35, features.muzzle));
  const coat = coatOf(breed, difficulty, draw);
  const backdrop = randomBackdrop(draw, difficulty);
  const light = randomLight(draw, difficulty);
  const parts = partsOf(features, pose);
  const shadow = ellipse(pose.sitting ? 0 : 0.05, 0.93, 0.62, 0.12);

  const scale = mix(0.98, 0.9, difficulty) * (1 + 0.08 * draw.normal());
  const turn = 0.09 * draw.normal();
  const mirror = draw.next() < 0.5 ? -1 : 1;
  const shiftX = 0.09 * draw.normal();
  const shiftY = 0.05 * draw.normal();
  const grain = mix(0.012, 0.07, difficulty);
  const cos = Math.cos(turn) / scale;
  const sin = Math.sin(turn) / scale;
  const pixel = 2 / size / scale;

  for (let row = 0, at = offset; row < size; row++)
    for (let column = 0; column < size; column++) {
      const pictureX = (2 * (column + 0.5)) / size - 1;
      const pictureY = (2 * (row + 0.5)) / size - 1;
      const dx = pictureX - shiftX;
      const dy = pictureY - shiftY;
      const x = mirror * (cos * dx + sin * dy);
      const y = cos * dy - sin * dx;

      let [red, green, blue] = backdropColour(backdrop, pictureX, pictureY);
      const shade = 1 - 0.4 * covered(distanceTo(shadow, x, y), 0.15);
      red *= shade;
      green *= shade;
      blue *= shade;
      for (const part of parts) {
        const distance = distanceTo(part.shape, x, y);
        const coverage = covered(distance, pixel);
        if (coverage === 0) continue;
        const colour = colourOf(part, coat, x, y);
        const volume = rim(part, distance) * (1 + light.slope * (x * mirror * light.x + y * light.y));
        red = mix(red, colour[0] * volume, coverage);
        green = mix(green, colour[1] * volume, coverage);
        blue = mix(blue, colour[2] * volume, coverage);
      }
      out[at++] = toRange(red * light.brightness * light.tint[0] + grain * draw.normal());
      out[at++] = toRange(green * light.brightness * light.tint[1] + grain * draw.normal());
      out[at++] = toRange(blue * light.brightness * light.tint[2] + grain * draw.normal());
    }
}

/** The share of a pixel of this width that lies inside an edge at this distance. */
function covered(distance: number, width: number): number {
  return toRange(0.5 - distance / width);
}

function toRange(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function colourOf({ zone }: Part, coat: Coat, x: number, y: number): Colour {
  return zone === "eye" ? coat.eye : (FIXED[zone] ?? coatColour(coat, zone, x, y));
}

/** Darker towards the edge of large parts. Legs and tails are all rim. */
function rim({ zone }: Part, distance: number): number {
  if (zone !== "head" && zone !== "body" && zone !== "ear" && zone !== "muzzle") return 1;
  return 1 - RIM * toRange(1 + distance / RIM_WIDTH);
}
