import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/compare/runs/evaluate";
import type { NormalTask } from "../../../../src/compare/normal";
import type { Dataset } from "../../../../src/data/dataset";
import type { Prediction } from "../../../../src/model/prediction";

/* Cats are 0 and 2, the dog is 1: the numbers of a group's classes need not stand together. */
const task: NormalTask = {
  input: "image",
  target: "breed",
  classes: ["siamese", "pug", "persian"],
  gate: "species",
  groups: [
    { name: "cat", members: ["siamese", "persian"] },
    { name: "dog", members: ["pug"] },
  ],
};

const readout = { answer: "breed", gate: "species", route: "breed" };

function dataset(labels: number[]): Dataset {
  return { size: labels.length, inputs: {}, labels: { breed: Int32Array.from(labels) }, tags: {} };
}

/** A greedy cascade's prediction, from each sample's p(cat), its route, and p(siamese | cat). */
function cascade(samples: { cat: number; taken: 0 | 1; siamese: number }[]): Prediction {
  const probabilities = samples.flatMap(({ taken, siamese }) =>
    taken === 0 ? [siamese, 0, 1 - siamese] : [0, 1, 0],
  );
  const labels = samples.map(({ taken, siamese }) => (taken === 1 ? 1 : siamese > 0.5 ? 0 : 2));
  const gate = Float32Array.from(samples.flatMap(({ cat }) => [cat, 1 - cat]));
  return {
    size: samples.length,
    heads: {
      species: { name: "species", target: "species", classes: ["cat", "dog"], width: 2, values: gate },
    },
    routes: {
      breed: {
        name: "breed",
        branches: ["cat", "dog"],
        taken: Int32Array.from(samples.map(({ taken }) => taken)),
        selected: Uint8Array.from(samples.flatMap(({ taken }) => [1 - taken, taken])),
        gate,
      },
    },
    labels: {},
    answers: {
      breed: {
        name: "breed",
        target: "breed",
        classes: task.classes,
        labels: Int32Array.from(labels),
        probabilities: Float32Array.from(probabilities),
      },
    },
  };
}

describe("evaluate", () => {
  // Truth:      siamese  persian  pug      siamese  no label
  const data = dataset([0, 2, 1, 0, -1]);
  const seen = [
    { cat: 0.9, siamese: 0.8 }, // right
    { cat: 0.8, siamese: 0.7 }, // right branch, wrong breed
    { cat: 0.6, siamese: 0.9 }, // a dog taken for a cat
    { cat: 0.2, siamese: 0.6 }, // a cat taken for a dog; the branch would have known it
    { cat: 0.9, siamese: 0.9 }, // nobody knows
  ];
  const routed = cascade(seen.map((sample) => ({ ...sample, taken: sample.cat > 0.5 ? 0 : 1 })));
  const oracle = cascade(seen.map((sample, i) => ({ ...sample, taken: [0, 0, 1, 0, 0][i] as 0 | 1 })));
  const found = evaluate({ routed, oracle }, data, task, readout);

  it("takes accuracy apart over the samples that have a label", () => {
    expect(found.accuracy).toMatchObject({
      whole: 1 / 4,
      oracle: 3 / 4,
      gate: 2 / 4,
      branches: { cat: 2 / 3 },
    });
  });

  it("is the sum over groups of P(group) P(own branch | group) accuracy there; the oracle's, without the middle", () => {
    const { flow, right } = found.routes!;
    const total = flow.flat().reduce((sum, count) => sum + count, 0);
    const terms = flow.map((row, group) => {
      const samples = row.reduce((sum, count) => sum + count, 0);
      const there = row[group]! > 0 ? right[group]![group]! / row[group]! : 0;
      return { share: samples / total, routed: row[group]! / samples, there };
    });
    const routed = terms.reduce((sum, { share, routed, there }) => sum + share * routed * there, 0);
    expect(found.accuracy.whole).toBeCloseTo(routed, 12);
    // Dogs are a single class: whoever is taken for one is answered.
    const within = [found.accuracy.branches!["cat"]!, 1];
    const oracle = terms.reduce((sum, { share }, group) => sum + share * within[group]!, 0);
    expect(found.accuracy.oracle).toBeCloseTo(oracle, 12);
  });

  it("counts who was taken for whom", () => {
    expect(found.confusion).toEqual([
      [1, 1, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it("counts where the samples of each group went, and which were answered right", () => {
    expect(found.routes).toEqual({
      branches: ["cat", "dog"],
      flow: [
        [2, 1],
        [1, 0],
      ],
      right: [
        [1, 0],
        [0, 0],
      ],
    });
  });

  it("tells sample by sample what was right, unlabelled ones left out", () => {
    expect([...found.correct]).toEqual([1, 0, 0, 0]);
  });

  it("holds a joint answer to the true group for the oracle", () => {
    const joint = cascade([{ cat: 0.1, taken: 1, siamese: 0.7 }]);
    const answer = joint.answers.breed!;
    const mixed: Prediction = {
      ...joint,
      answers: { breed: { ...answer, probabilities: Float32Array.from([0.07, 0.9, 0.03]) } },
    };
    const single = evaluate({ routed: mixed, oracle: mixed }, dataset([0]), task, readout);
    expect(single.accuracy).toMatchObject({ whole: 0, oracle: 1, gate: 0, branches: { cat: 1 } });
  });

  it("leaves out the branch of a group that no sample is of", () => {
    const dogs = evaluate(
      {
        routed: cascade([{ cat: 0, taken: 1, siamese: 1 }]),
        oracle: cascade([{ cat: 0, taken: 1, siamese: 1 }]),
      },
      dataset([1]),
      task,
      readout,
    );
    expect(dogs.accuracy).toEqual({ whole: 1, balanced: 1, macroF1: 1, oracle: 1, gate: 1, branches: {} });
  });

  it("has no oracle, gate or routes for a network without them", () => {
    const flat = evaluate({ routed }, data, task, { answer: "breed", gate: undefined, route: undefined });
    expect(Object.keys(flat.accuracy)).toEqual(["whole", "balanced", "macroF1"]);
    expect(flat.accuracy.whole).toBe(1 / 4);
    expect(flat).not.toHaveProperty("routes");
  });

  it("takes no answer as a wrong one, and counts it in no column", () => {
    const answer = routed.answers.breed!;
    const silent: Prediction = {
      ...routed,
      answers: { breed: { ...answer, labels: new Int32Array(5).fill(-1) } },
    };
    const found = evaluate({ routed: silent }, data, task, { ...readout, route: undefined });
    expect(found.accuracy.whole).toBe(0);
    expect(found.confusion.flat().every((count) => count === 0)).toBe(true);
  });

  it("refuses data without a label", () => {
    expect(() => evaluate({ routed }, dataset([-1, -1]), task, readout)).toThrow(
      /no test sample has a label/,
    );
    expect(() => evaluate({ routed }, { ...data, labels: {} }, task, readout)).toThrow(/no class numbers/);
  });
});
