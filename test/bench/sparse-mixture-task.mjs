/*
 * A task made for a mixture of experts: points around eight centres, and around each another rule of the same numbers. One
 * network over all has to multiply where the point is with what the rule says; a gate picks an expert for each.
 */

const CENTRES = 8;
const PLACE = 4;
const NUMBERS = 6;
export const CLASSES = ["a", "b", "c", "d"];

/**
 * @param size how many samples
 * @param random a stream: centres and rules come from it, then the samples
 */
export function dataset(size, random) {
  const draw = (rows, columns, deviation) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => deviation * random.normal()));
  const centres = draw(CENTRES, PLACE, 2);
  const rules = Array.from({ length: CENTRES }, () => draw(CLASSES.length, NUMBERS, 1));
  const features = PLACE + NUMBERS;
  const data = new Float32Array(size * features);
  const labels = new Int32Array(size);
  for (let sample = 0; sample < size; sample++) {
    const cluster = sample % CENTRES;
    const place = centres[cluster].map((at) => at + 0.4 * random.normal());
    const numbers = Array.from({ length: NUMBERS }, () => random.normal());
    data.set([...place, ...numbers], sample * features);
    const scores = rules[cluster].map((row) => row.reduce((sum, weight, i) => sum + weight * numbers[i], 0));
    labels[sample] = scores.indexOf(Math.max(...scores));
  }
  return { size, inputs: { x: { shape: [features], data } }, labels: { letter: labels }, tags: {} };
}

const UNITS = 8;

const frame = (nodes, training) => ({
  inputs: { x: { shape: [PLACE + NUMBERS] } },
  targets: { letter: { classes: CLASSES } },
  nodes,
  training,
});

/** Eight experts of which two run for a sample. */
export const sparse = (training) =>
  frame(
    {
      gate: { type: "gate", from: "x", choices: 8, balance: { load: 0.02 } },
      experts: {
        type: "route",
        from: "x",
        by: "gate",
        select: { top: 2 },
        merge: "weighted",
        branches: {
          "*": [
            { type: "dense", units: UNITS, activation: "relu" },
            { type: "dense", units: UNITS },
          ],
        },
      },
      letter: { type: "head", from: "experts", target: "letter" },
    },
    training,
  );

/** One expert of the same form. */
export const dense = (training, units) =>
  frame(
    {
      expert: {
        from: "x",
        layers: [
          { type: "dense", units, activation: "relu" },
          { type: "dense", units: UNITS },
        ],
      },
      letter: { type: "head", from: "expert", target: "letter" },
    },
    training,
  );

/**
 * The least units with which the dense expert costs no less than the mixture.
 *
 * @param flopsOf from a network to its expected FLOPs for one sample
 */
export function unitsOfSameCost(flopsOf, training) {
  const wanted = flopsOf(sparse(training));
  for (let units = 1; ; units++) if (flopsOf(dense(training, units)) >= wanted) return units;
}
