/*
 * Where an animal's parts are. A cat and a dog are the same list of parts; each feature goes from a cat's (0)
 * to a dog's (1) on its own, so that an animal in between can have one's ears and the other's muzzle.
 *
 * Lengths: the animal stands in a square from -1 to 1, y downwards.
 */
import type { RandomStream } from "../../backend/random";
import { mix } from "./noise";
import { ellipse, limb, type Shape } from "./shapes";

/** What a part is: the coat decides its colour, or it has one of its own (`nose` and after). */
export type Zone =
  | "tail"
  | "body"
  | "chest"
  | "leg"
  | "paw"
  | "ear"
  | "head"
  | "muzzle"
  | "nose"
  | "innerEar"
  | "eye"
  | "pupil"
  | "tongue";

export interface Part {
  readonly shape: Shape;
  readonly zone: Zone;
}

/** From a cat's (0) to a dog's (1). */
export interface Features {
  readonly ears: number;
  readonly muzzle: number;
  readonly face: number;
  readonly tail: number;
  readonly build: number;
}

/** What differs from picture to picture, whatever the animal. */
interface Pose {
  readonly sitting: boolean;
  /** The head's shift and turn. */
  readonly headX: number;
  readonly headY: number;
  /** -1 to 1: where the face looks. */
  readonly look: number;
  readonly tailLift: number;
  /** Size of the body, about 1. */
  readonly plump: number;
  readonly tongue: boolean;
}

export function randomPose(draw: RandomStream, tongueChance: number): Pose {
  return {
    sitting: draw.next() < 0.6,
    headX: 0.06 * draw.normal(),
    headY: 0.03 * draw.normal(),
    look: Math.max(-1, Math.min(1, 0.6 * draw.normal())),
    tailLift: draw.next(),
    plump: 1 + 0.07 * draw.normal(),
    tongue: draw.next() < tongueChance,
  };
}

/** The parts of an animal, those at the back first. */
export function partsOf(features: Features, pose: Pose): Part[] {
  return pose.sitting
    ? [...sittingBody(features, pose), ...head(features, pose, 0, -0.36, 1)]
    : [...standingBody(features, pose), ...head(features, pose, -0.4, -0.28, 0.84)];
}

const part = (zone: Zone, shape: Shape): Part => ({ zone, shape });

/** A tail as strokes along a curve: a cat's long and thin, in an S; a dog's short and thick, straight. */
function tail({ tail: dog }: Features, pose: Pose, x: number, y: number): Part[] {
  const length = mix(1, 0.55, dog);
  const bend = mix(1.9, 0.5, dog);
  const thick = mix(0.075, 0.095, dog);
  const start = mix(-0.1, -0.85, dog) + mix(0.5, -0.9, pose.tailLift) * 0.6;
  const parts: Part[] = [];
  const steps = 5;
  let atX = x;
  let atY = y;
  for (let i = 0; i < steps; i++) {
    const angle = start - (bend * i) / steps;
    const nextX = atX + (Math.cos(angle) * length) / steps;
    const nextY = atY + (Math.sin(angle) * length) / steps;
    const width = (at: number) => thick * mix(1, mix(0.85, 0.5, dog), at / steps);
    parts.push(part("tail", limb(atX, atY, nextX, nextY, width(i), width(i + 1))));
    atX = nextX;
    atY = nextY;
  }
  return parts;
}

function sittingBody(features: Features, pose: Pose): Part[] {
  const wide = pose.plump * mix(0.96, 1.04, features.build);
  const feet = 0.9;
  return [
    ...tail(features, pose, 0.3, 0.78),
    part("body", limb(0, 0.08, 0, 0.58, 0.27 * wide, 0.36 * wide)),
    part("body", ellipse(-0.31 * wide, 0.7, 0.19, 0.22)),
    part("body", ellipse(0.31 * wide, 0.7, 0.19, 0.22)),
    part("chest", ellipse(0, 0.28, 0.17 * wide, 0.26)),
    part("leg", limb(-0.13, 0.38, -0.15, 0.82, 0.11, 0.1)),
    part("leg", limb(0.13, 0.38, 0.15, 0.82, 0.11, 0.1)),
    part("paw", ellipse(-0.17, feet, 0.14, 0.085)),
    part("paw", ellipse(0.17, feet, 0.14, 0.085)),
    part("paw", ellipse(-0.42 * wide, feet, 0.13, 0.075)),
    part("paw", ellipse(0.42 * wide, feet, 0.13, 0.075)),
  ];
}

function standingBody(features: Features, pose: Pose): Part[] {
  const thick = pose.plump * mix(0.94, 1.06, features.build);
  const hips = mix(0.5, 0.46, features.build);
  const back = 0.18;
  const feet = 0.88;
  const leg = (x: number, foot: number): Part[] => [
    part("leg", limb(x, back + 0.15, foot, feet - 0.08, 0.115, 0.085)),
    part("paw", ellipse(foot - 0.03, feet, 0.12, 0.075)),
  ];
  return [
    ...tail(features, pose, hips + 0.14, back - 0.08),
    ...leg(-0.12, -0.1),
    ...leg(hips - 0.12, hips - 0.14),
    part("body", limb(-0.25, back, hips, back + 0.02, 0.29 * thick, 0.26 * thick)),
    part("chest", ellipse(-0.36, back + 0.12, 0.15, 0.22 * thick)),
    ...leg(-0.32, -0.33),
    ...leg(hips + 0.02, hips + 0.05),
  ];
}

function head(features: Features, pose: Pose, baseX: number, baseY: number, scale: number): Part[] {
  const x = baseX + pose.headX;
  const y = baseY + pose.headY;
  const face = 0.09 * pose.look * scale;
  const width = mix(0.43, 0.35, features.face) * scale;
  const height = mix(0.35, 0.39, features.face) * scale;
  const place = (zone: Zone, dx: number, dy: number, rx: number, ry: number) =>
    part(zone, ellipse(x + dx * scale + face, y + dy * scale, rx * scale, ry * scale));

  const dog = features.muzzle;
  const mouth = mix(0.15, 0.2, dog);
  const eyeX = mix(0.19, 0.15, features.face);
  const eyes = [-1, 1].flatMap((side) => [
    place("eye", side * eyeX, -0.03, mix(0.085, 0.055, features.face), mix(0.08, 0.06, features.face)),
    place("pupil", side * eyeX, -0.03, mix(0.03, 0.035, features.face), mix(0.07, 0.042, features.face)),
  ]);
  const snout = [
    place("muzzle", 0, mouth, mix(0.15, 0.2, dog), mix(0.095, 0.22, dog)),
    ...(pose.tongue ? [place("tongue", 0, mouth + mix(0.1, 0.22, dog), 0.065, 0.09)] : []),
    place("nose", 0, mix(0.1, 0.12, dog), mix(0.045, 0.095, dog), mix(0.035, 0.065, dog)),
  ];
  return [
    ...ears(features, x, y, width, height, scale, "back"),
    part("head", ellipse(x, y, width, height)),
    ...ears(features, x, y, width, height, scale, "front"),
    ...snout,
    ...eyes,
  ];
}

/** A cat's stand up and end in a point, behind the head; a dog's hang at its sides, in front of it. */
function ears(
  features: Features,
  x: number,
  y: number,
  width: number,
  height: number,
  scale: number,
  layer: "back" | "front",
): Part[] {
  const dog = features.ears;
  if (dog > 0.5 !== (layer === "front")) return [];
  const angle = mix(0.28, 2.75, dog);
  const length = mix(0.34, 0.42, dog) * scale;
  return [-1, 1].flatMap((side) => {
    const rootX = x + side * width * mix(0.6, 0.86, dog);
    const rootY = y - height * mix(0.7, 0.52, dog);
    const tipX = rootX + side * Math.sin(angle) * length;
    const tipY = rootY - Math.cos(angle) * length;
    const ear = part(
      "ear",
      limb(rootX, rootY, tipX, tipY, mix(0.19, 0.1, dog) * scale, mix(0.015, 0.14, dog) * scale),
    );
    if (dog > 0.5) return [ear];
    const inner = limb(rootX, rootY, mix(rootX, tipX, 0.7), mix(rootY, tipY, 0.7), 0.09 * scale, 0.01);
    return [ear, part("innerEar", inner)];
  });
}
