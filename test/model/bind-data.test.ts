import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/backend/random";
import { fromArrays } from "../../src/data/from-arrays";
import { joinDatasets } from "../../src/data/join";
import type { Dataset } from "../../src/data/dataset";
import { EspalierError } from "../../src/errors";
import { bindData } from "../../src/model/bind-data";
import { inspectData } from "../../src/model/inspect-data";
import { understandGraph } from "../../src/model/read";
import { animals, CLASSES, sharedSpec } from "../specs";

const { graph } = understandGraph({ ...sharedSpec(), tags: { source: ["web", "lab", "zoo"] } });

/** The same samples with names in another order. */
function renumbered(data: Dataset, names: readonly string[], order: Int32Array): Dataset {
  const places = Int32Array.from(names, (_, number) => order.indexOf(number));
  return {
    ...data,
    labels: { animal: data.labels["animal"]!.map((label) => (label < 0 ? -1 : places[label]!)) },
    classes: { animal: Array.from(order, (number) => names[number]!) },
  };
}

describe("bindData", { timeout: 120_000 }, () => {
  const data = animals(40);

  test("maps any order of names to the network's, and copies nothing that fits", () => {
    expect(bindData(graph, data)).toBe(data);
    const named = { ...data, classes: { animal: CLASSES }, tagValues: { other: ["x"] } };
    expect(bindData(graph, named)).toBe(named);
    for (let round = 0; round < 200; round++) {
      const order = randomStream(round, "orders").permutation(CLASSES.length);
      const bound = bindData(graph, renumbered(data, CLASSES, order));
      expect(bound.labels["animal"]).toEqual(data.labels["animal"]);
      expect(bound.classes).toEqual({ animal: CLASSES });
      expect(bound.inputs).toBe(data.inputs);
      expect(bindData(graph, bound)).toBe(bound);
    }
  });

  test("labels of a coarse target given directly, and no label", () => {
    const coarse = fromArrays({
      inputs: { features: [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [0, 0, 0, 0]] }, // prettier-ignore
      labels: { group: [0, 1, 2, -1] },
      classes: { group: ["mammal", "insect", "fish"] },
    });
    expect(bindData(graph, coarse).labels["group"]).toEqual(Int32Array.of(2, 0, 1, -1));
  });

  test("tags by the names of the parts that were joined, whatever their order", () => {
    const parts = { zoo: animals(2), web: animals(3), lab: animals(1) };
    const bound = bindData(graph, joinDatasets("source", parts));
    expect(bound.tags["source"]).toEqual(Int32Array.of(2, 2, 0, 0, 0, 1));
    expect(bound.tagValues).toEqual({ source: ["web", "lab", "zoo"] });
  });

  test("notices are about the network's numbers", () => {
    const order = Int32Array.from([5, 4, 3, 2, 1, 0]);
    const lacking = renumbered(animals(40, { without: ["bee"] }), CLASSES, order);
    const samples = Int32Array.from({ length: 40 }, (_, i) => i);
    const [notice] = inspectData(graph, lacking, samples);
    expect(notice).toMatchObject({ code: "classWithoutSamples", where: "animal" });
    expect(notice!.message).toMatch(/label bee$/);
  });

  const tagged = (tagValues: readonly string[], value = 0): Dataset => ({
    ...data,
    tags: { source: new Int32Array(40).fill(value) },
    tagValues: { source: tagValues },
  });
  const named = (...classes: string[]): Dataset => ({ ...data, classes: { animal: classes } });
  const cases: [string, Dataset, RegExp][] = [
    [
      "a misspelt class",
      named("ant", "bee", "cod", "eel", "pyke", "yak"),
      /^the classes of "animal" are ant, bee, cod, eel, pyke and yak in the data, and ant, bee, cod, eel, pike and yak in the network; the data lacks the class pike, the network lacks the class pyke; give both the same names, in any order$/,
    ],
    [
      "a class that the data lacks",
      named("ant", "bee", "cod", "eel", "yak"),
      /cod, eel and yak in the data, and ant, .* in the network; the data lacks the class pike; name all of them in the data's classes, also those without a sample$/,
    ],
    [
      "a class more",
      named(...CLASSES, "emu"),
      /the network lacks the class emu; give both the same names, in any order$/,
    ],
    ["a class twice", named("ant", "ant", "cod", "eel", "pike", "yak"), /"ant" is there twice/],
    ["other values of a tag", tagged(["web", "lab", "dog"]), /the values of the tag "source" are web, lab and dog in the data, and web, lab and zoo in the network; the data lacks the value zoo, the network lacks the value dog/], // prettier-ignore
    ["a tag's value fewer", tagged(["web", "lab"]), /the data lacks the value zoo; name all of them in the data's tagValues/], // prettier-ignore
    ["a tag's number that has no name", tagged(["web", "lab", "zoo"], 3), /sample 0 has the value 3 of the tag "source"; the values are numbered 0 to 2: web, lab and zoo/], // prettier-ignore
    [
      "a label that has no name",
      { ...named("ant", "bee", "cod", "eel", "pike", "yak"), labels: { animal: new Int32Array(40).fill(6) } },
      /sample 0 has the label 6 for "animal", which has 6 classes/,
    ],
    [
      "a label without a name past the network's classes",
      { ...data, labels: { animal: new Int32Array(40).fill(7) } },
      /sample 0 has the label 7 for "animal", which has 6 classes; labels run from 0 to 5/,
    ],
  ];
  test.each(cases)("refuses %s", (_, wrong, message) => {
    expect(() => bindData(graph, wrong)).toThrow(EspalierError);
    expect(() => bindData(graph, wrong)).toThrow(message);
  });

  test("says how to name the classes of a graph that only counts them", () => {
    const counting = { targets: new Map([["kind", { kind: "classes" as const, name: "kind", classes: ["0", "1"], groups: undefined }]]), tags: {} }; // prettier-ignore
    const pets = { ...animals(1), labels: { kind: Int32Array.of(1) }, classes: { kind: ["cat", "dog"] } };
    expect(() => bindData(counting, pets)).toThrow(
      /write the names in the graph: "classes": \["cat","dog"\]$/,
    );
    expect(bindData(counting, { ...pets, classes: { kind: ["1", "0"] } }).labels["kind"]).toEqual(
      Int32Array.of(0),
    );
  });

  test("long lists of names are cut short, and 100,000 of them take no time to speak of", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `class ${i}`);
    const target = { kind: "classes" as const, name: "animal", classes: many, groups: undefined };
    const wide = { targets: new Map([["animal", target]]), tags: {} };
    const other = named(...many.slice(1), "another");
    expect(() => bindData(wide, other)).toThrow(/and 99980 more in the data.*lacks the class class 0, .*lacks the class another/); // prettier-ignore
    expect(bindData(wide, { ...data, classes: { animal: [...many].reverse() } }).labels["animal"]![0]).toBe(
      99_999 - data.labels["animal"]![0]!,
    );
  });
});
