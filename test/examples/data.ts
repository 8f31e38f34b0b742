/* Samples for the networks of `examples`, drawn from a seed: small, and with something to learn that the network is made for. */
import { randomStream, type RandomStream } from "../../src/backend/random";
import { ANIMALS, drawAnimals, fromArrays, fromRecords, type DataRecord, type Dataset } from "../../src/data";
import type { GraphSpec } from "../../src/spec";

/** Draws so many samples; another seed gives others of the same task. */
export type Draw = (size: number, seed: number, spec: GraphSpec) => Dataset;

/** Drawn cats and dogs of seven breeds. With `unlabelled`, that share of them has a label for the species alone. */
export const pets =
  (unlabelled = 0): Draw =>
  (samples, seed) => {
    const drawn = drawAnimals({ samples, size: 16, difficulty: 0.1, seed });
    const random = randomStream(seed, "labels that are missing");
    const breed = Int32Array.from(drawn.labels, (label) => (random.next() < unlabelled ? -1 : label));
    const species = Int32Array.from(drawn.labels, (label) => Number(label >= ANIMALS.cat.length));
    return fromArrays({
      inputs: { image: { shape: drawn.shape, data: drawn.data } },
      labels: unlabelled > 0 ? { breed, species } : { breed },
    });
  };

/** Pictures of 28 x 28 grey pixels: for each class a pattern of soft spots, the sum of one for each of `parts`, and noise. */
const patterns =
  (target: string, parts: readonly ((label: number) => string)[]): Draw =>
  (size, seed) => {
    const random = randomStream(seed, "patterns");
    const templates = Array.from({ length: 10 }, (_, label) => parts.map((part) => spots(part(label))));
    const labels = Int32Array.from({ length: size }, (_, i) => i % 10);
    const image = new Float32Array(size * 784);
    labels.forEach((label, sample) => {
      for (let pixel = 0; pixel < 784; pixel++) {
        const value = templates[label]!.reduce((sum, template) => sum + template[pixel]!, 0);
        image[sample * 784 + pixel] = value + 0.3 * random.normal();
      }
    });
    return fromArrays({
      inputs: { image: { shape: [28, 28, 1], data: image } },
      labels: { [target]: labels },
    });
  };

/** Four soft spots of either sign, at places that follow from a name. */
function spots(name: string): Float64Array {
  const random = randomStream(1, "spots", name);
  const places = Array.from({ length: 4 }, (_, i) => ({
    x: 4 + 20 * random.next(),
    y: 4 + 20 * random.next(),
    sign: i % 2 === 0 ? 1 : -1,
  }));
  return Float64Array.from({ length: 784 }, (_, pixel) =>
    places.reduce((sum, { x, y, sign }) => {
      const [dx, dy] = [(pixel % 28) - x, Math.floor(pixel / 28) - y];
      return sum + sign * Math.exp(-(dx * dx + dy * dy) / 18);
    }, 0),
  );
}

export const digits = patterns("digit", [(label) => `digit ${label}`]);

/** What the garments of `coarse-to-fine.graph.json` have in common: by sort, by kind, and alone. */
const KINDS = [0, 1, 0, 2, 3, 4, 0, 4, 5, 4];
export const garments = patterns("item", [
  (label) => `sort ${Number(KINDS[label]! >= 4)}`,
  (label) => `kind ${KINDS[label]!}`,
  (label) => `item ${label}`,
]);

/** Samples one by one, as records of the inputs, tags and targets that the network has. */
const drawn =
  (one: (random: RandomStream) => DataRecord): Draw =>
  (size, seed, spec) => {
    const random = randomStream(seed, "records");
    return fromRecords(
      Array.from({ length: size }, () => one(random)),
      spec,
    );
  };

const list = (length: number, value: (i: number) => number) => Array.from({ length }, (_, i) => value(i));

/** The sum of what the stations that work measure, each with a sensitivity of its own. */
export const stations = drawn((random) => {
  const readings = list(6, () => random.normal());
  const working = list(3, () => random.below(2));
  const WEIGHTS = [1, -0.5, 0.5, 1, -1, 0.8];
  const level = readings.reduce((sum, x, i) => sum + WEIGHTS[i]! * x * working[Math.floor(i / 2)]!, 0);
  return { readings, working, level: [level] };
});

/** Of each column of a signal the mean of what lies above 0.5; the label is a sum of the three. */
export const levels = drawn((random) => {
  const signal = list(20, () => 0).map(() => list(3, () => random.normal()));
  const level = [1, -1, 0.5].reduce((sum, weight, column) => {
    const above = signal.map((row) => row[column]!).filter((value) => value > 0.5);
    return sum + (weight * above.reduce((total, value) => total + value, 0)) / Math.max(1, above.length);
  }, 0);
  return { signal, level: [level] };
});

/** The sum over those steps of a sequence whose two values add up to more than 0. */
export const totals = drawn((random) => {
  const sequence = list(12, () => 0).map(() => list(2, () => random.normal()));
  const counted = sequence.filter(([a, b]) => a! + b! > 0);
  const total = counted.reduce((sum, [a, b]) => sum + 0.5 * a! - b!, 0);
  return { sequence, total: [total] };
});

/** A row of numbers; the value is in two of its columns, or in the one that the row names. */
export const columns = drawn((random) => {
  const row = list(6, () => random.normal());
  return { row, value: [row[4]! - 2 * row[1]!] };
});
export const namedColumn = drawn((random) => {
  const [row, which] = [list(6, () => random.normal()), random.below(6)];
  return { row, which: [which], value: [row[which]!] };
});

/** Vectors and ids, mixed; either has a score to learn. */
export const types = drawn((random) => {
  const noise = 0.05 * random.normal();
  if (random.next() < 0.5) {
    const id = random.below(100);
    return { dataType: "int", id, score: [Math.sin(id * id) + noise] };
  }
  const vector = list(10, () => 2 * random.next() - 1);
  return { dataType: "float", vector, score: [vector[0]! - vector[1]! + 0.5 * vector[2]! + noise] };
});
