/* What is behind the animal, and the light on it: of no use for telling animals apart, and never the same. */
import type { RandomStream } from "../../backend/random";
import type { Colour } from "./breeds";
import { mixColours } from "./coat";
import { mix, smoothNoise, step } from "./noise";

interface Backdrop {
  readonly wall: Colour;
  readonly floor: Colour;
  /** Height of the line between them, -1 to 1, y downwards. */
  readonly horizon: number;
  readonly slope: number;
  /** How uneven it is. */
  readonly clutter: number;
  readonly scale: number;
  readonly texture: number;
}

interface Light {
  /** Where it comes from. */
  readonly x: number;
  readonly y: number;
  /** How much brighter that side is. */
  readonly slope: number;
  readonly brightness: number;
  readonly tint: Colour;
}

function pastel(draw: RandomStream, brightness: number): Colour {
  const hue = 2 * Math.PI * draw.next();
  const strength = 0.16 * draw.next();
  return [
    brightness + strength * Math.cos(hue),
    brightness + strength * Math.cos(hue - 2.1),
    brightness + strength * Math.cos(hue + 2.1),
  ];
}

export function randomBackdrop(draw: RandomStream, difficulty: number): Backdrop {
  return {
    wall: pastel(draw, 0.45 + 0.4 * draw.next()),
    floor: pastel(draw, 0.3 + 0.35 * draw.next()),
    horizon: 0.35 + 0.4 * draw.next(),
    slope: 0.1 * draw.normal(),
    clutter: mix(0.06, 0.5, difficulty) * (0.5 + draw.next()),
    scale: 1.5 + 3 * draw.next(),
    texture: draw.below(1 << 20),
  };
}

export function randomLight(draw: RandomStream, difficulty: number): Light {
  const angle = -Math.PI / 2 + 0.9 * draw.normal();
  const tint = mix(0.02, 0.06, difficulty) * draw.normal();
  return {
    x: Math.cos(angle),
    y: Math.sin(angle),
    slope: 0.1 + 0.15 * draw.next(),
    brightness: 1 + mix(0.05, 0.14, difficulty) * draw.normal(),
    tint: [1 + tint, 1, 1 - tint],
  };
}

/** The backdrop's colour at a place of the picture (-1 to 1). */
export function backdropColour(backdrop: Backdrop, x: number, y: number): Colour {
  const { scale, texture, clutter } = backdrop;
  const floor = step(-0.06, 0.06, y - backdrop.horizon - backdrop.slope * x);
  const noise = smoothNoise(scale * x + 9, scale * y + 9, texture) - 0.5;
  const fine = smoothNoise(4 * scale * x + 9, 4 * scale * y + 9, texture + 3) - 0.5;
  const shade = 1 + clutter * (noise + 0.5 * fine);
  const colour = mixColours(backdrop.wall, backdrop.floor, floor);
  return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
}
