import { randomStream } from "../../backend/random";
import { EspalierError } from "../../errors";
import { suggestion } from "../../text/wording";
import { checkLimit } from "../../limits";
import type { SyntheticDataSpec } from "../../spec/language";
import type { Labelled } from "../labelled";
import { ANIMALS, BREEDS } from "./breeds";
import { drawAnimal } from "./draw";

export interface AnimalOptions extends Omit<SyntheticDataSpec, "format"> {
  /** Breeds, in the order of their numbers: any of the generator's. Default: `ANIMALS`, cats before dogs. */
  readonly classes?: readonly string[];
}

/**
 * Draws pictures of cats and dogs: `[size, size, 3]`, float32 from 0 to 1, in random order of the classes.
 *
 * There are two levels to learn. The species is in the shape: ears, muzzle, face, tail, build. The breed is in
 * the coat: pattern, its size, and colour. The species share patterns and colours. Posture, place, size, turn, light
 * and backdrop vary and tell nothing. The same options give the same pictures; picture i with a seed does not depend on
 * how many there are, only its class does.
 *
 * @throws EspalierError where an option is out of range or a class is no breed that can be drawn.
 */
export function drawAnimals(options: AnimalOptions = {}): Labelled {
  const { samples = 1200, size = 24, difficulty = 0.5, imbalance = 0, seed = 1 } = options;
  const classes = options.classes ?? [...ANIMALS.cat, ...ANIMALS.dog];
  const breeds = classes.map((name) => {
    const breed = BREEDS.find((known) => known.name === name);
    if (breed) return breed;
    const known = BREEDS.map((each) => each.name);
    throw new EspalierError(`no animal of the class "${name}" can be drawn`, {
      hint: suggestion(name, known, "write classes that the generator knows"),
    });
  });
  check(Number.isInteger(size) && size >= 16 && size <= 64, `a size of ${size}`, "16 to 64");
  check(difficulty >= 0 && difficulty <= 1, `a difficulty of ${difficulty}`, "0 to 1");
  check(imbalance >= 0 && imbalance < 1, `an imbalance of ${imbalance}`, "0 to below 1");
  check(
    Number.isInteger(samples) && samples >= classes.length,
    `${samples} samples`,
    "at least one for each class",
  );
  const bytes = 12 * samples * size * size;
  checkLimit("memoryBytes", bytes, `${samples} images of ${size} x ${size} x 3 take ${bytes} bytes`, "/data");

  const labels = randomLabels(classes.length, samples, imbalance, seed);
  const data = new Float32Array(samples * size * size * 3);
  labels.forEach((label, i) =>
    drawAnimal(breeds[label]!, size, difficulty, randomStream(seed, "animals", i), data, i * size * size * 3),
  );
  return { shape: [size, size, 3], data, labels, classes };
}

function check(fits: boolean, what: string, range: string): void {
  if (!fits) throw new EspalierError(`${what} cannot be drawn`, { where: "/data", hint: `take ${range}` });
}

/**
 * As many of each class, or with `imbalance` b ever fewer: the last class has (1 - b) times as many as the first, in equal
 * ratios between. Every class has one at least.
 */
function randomLabels(classes: number, samples: number, imbalance: number, seed: number): Int32Array {
  const weights = Array.from(
    { length: classes },
    (_, i) => (1 - imbalance) ** (i / Math.max(classes - 1, 1)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // One each first, then by the weights: a running sum rounds so that the counts add up.
  const free = samples - classes;
  const labels = new Int32Array(samples);
  let done = 0;
  let sum = 0;
  weights.forEach((weight, label) => {
    sum += weight;
    const until = label + 1 + Math.round((free * sum) / total);
    labels.fill(label, done, until);
    done = until;
  });
  return Int32Array.from(randomStream(seed, "animals", "order").permutation(samples), (i) => labels[i]!);
}
