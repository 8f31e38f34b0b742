/* Labels of which a sample may have several, from every source, through joins, splits and other orders of names. */
import { describe, expect, it } from "vitest";
import { dataKey } from "../../src/data/data-key";
import { fromArrays, type Arrays } from "../../src/data/from-arrays";
import { fromRecords, type DataRecord } from "../../src/data/from-records";
import { loadIdx } from "../../src/data/formats/idx";
import { loadTable } from "../../src/data/formats/table";
import { encodeIdx } from "../../src/data/idx";
import { joinDatasets } from "../../src/data/join";
import { loadData } from "../../src/data/load";
import { split, subset } from "../../src/data/subset";
import { EspalierError } from "../../src/errors";
import { graphOf } from "../graph/compile-spec";
import { bindData } from "../../src/model/bind-data";
import { inspectData } from "../../src/model/inspect-data";
import { checkData } from "../../src/model/check-data";
import { headLabels } from "../../src/program";
import { parseExperiment, type DataSpec, type GraphSpec } from "../../src/spec";
import { temporaryFolder } from "./temporary";

const { put } = temporaryFolder();
const names = ["cat", "dog", "tree"];
const rows = [["dog", "cat"], [], null, [0, 1, null], [true, false, -1]] as const;
const numbers = Float32Array.of(1, 1, 0, 0, 0, 0, -1, -1, -1, 0, 1, -1, 1, 0, -1);

const withLabels = (labels: NonNullable<Arrays["labels"]>[string], classes?: readonly string[]) =>
  fromArrays({
    inputs: { x: Array.from({ length: 5 }, (_, i) => i) },
    labels: { objects: labels },
    ...(classes && { classes: { objects: classes } }),
  });

const graph = graphOf({
  inputs: { x: { shape: [1] } },
  targets: { objects: { labels: ["tree", "cat", "dog"] } },
  nodes: { objects: { type: "head", target: "objects" } },
});

describe("from arrays", () => {
  it("takes names, 1, 0 and null for each, and nothing known of a sample", () => {
    const found = withLabels(rows, names);
    expect(found.labels["objects"]).toEqual(numbers);
    expect(found.classes).toEqual({ objects: names });
    expect(withLabels(numbers, names)).toEqual(found);
  });

  it("without names takes those that occur, sorted; of numbers alone there are none", () => {
    const named = withLabels([["dog"], [], ["cat", "dog"], null, []]);
    expect(named.classes).toEqual({ objects: ["cat", "dog"] });
    expect(named.labels["objects"]).toEqual(Float32Array.of(0, 1, 0, 0, 1, 1, -1, -1, 0, 0));
    const bare = withLabels([[1], [0], [null], null, [1]]);
    expect(bare.classes).toBeUndefined();
    // Without names they may be values, of which -1 is one.
    expect(bare.labels["objects"]).toEqual(Float32Array.of(1, 0, NaN, NaN, 1));
  });

  it.each<[string, Parameters<typeof withLabels>, string]>([
    [
      "an unknown name",
      [[["cat"], ["dgo"], [], [], []], names],
      'sample 1: its "objects" names "dgo", which is no label; did you mean "dog"?',
    ],
    ["a name twice", [[["cat", "cat"], [], [], [], []], names], 'sample 0: its "objects" names "cat" twice'],
    [
      "too few numbers",
      [[[1, 0], [], [], [], []], names],
      'sample 0: its "objects" has 2 numbers for 3 labels; give 1, 0 or null for each of cat, dog and tree, or the names',
    ],
    [
      "a number that says nothing",
      [[[1, 0.5, 0], [], [], [], []], names],
      'sample 0: its "objects" has 0.5 for the label "dog"; write 1 where it has the label',
    ],
    [
      "no list",
      [[["cat"], "dog" as never, [], [], []], names],
      'sample 1: its "objects" is "dog", and no list of labels; name the labels that it has, ["cat", "dog"]',
    ],
    ["too few samples", [[[1], [0]]], 'the input "x" has 5 samples, and the target "objects" has 2'],
    ["no names at all", [[[], [], [], null, []]], 'no sample names a label of "objects"'],
    [
      "numbers of another length",
      [new Float32Array(10), names],
      'the target "objects" has 10 numbers for 5 samples with 3 labels each',
    ],
    ["a name twice among the names", [rows, ["cat", "dog", "cat"]], 'two of the names of "objects"'],
  ])("refuses %s", (_, given, message) => {
    expect(() => withLabels(...given)).toThrow(EspalierError);
    expect(() => withLabels(...given)).toThrow(message);
  });

  it("NaN is not known", () => {
    const graph = graphOf(graphSpec(3));
    const given = Float32Array.of(NaN, 1, 0, ...Array<number>(12).fill(-1));
    for (const data of [withLabels([[NaN, 1, 0], null, null, null, null]), withLabels(given)]) {
      expect(headLabels(graph, graph.heads[0]!, data)).toMatchObject({
        labels: Float32Array.of(-1, 1, 0, ...Array<number>(12).fill(-1)),
        present: Uint8Array.of(1, 0, 0, 0, 0),
      });
    }
  });
});

const graphSpec = (labels: number): GraphSpec => ({
  inputs: { x: { shape: [] } },
  targets: { objects: { labels } },
  nodes: {
    objects: {
      layers: [
        { type: "reshape", targetShape: [1] },
        { type: "head", target: "objects" },
      ],
    },
  },
});

describe("from records", () => {
  const form = { inputs: { x: { shape: [] } }, targets: { objects: { labels: names } } };
  const records: DataRecord[] = rows.map((objects, x) => ({ x, objects }));

  it("takes what arrays take", () => {
    const found = fromRecords(records, form);
    expect(found.labels["objects"]).toEqual(numbers);
    expect(found.classes).toEqual({ objects: names });
  });

  it("takes labels by number, and none of them where no sample has any", () => {
    const counted = { ...form, targets: { objects: { labels: 3 } } };
    expect(fromRecords([{ x: 1, objects: [1, 0, 1] }], counted).labels["objects"]).toEqual(
      Float32Array.of(1, 0, 1),
    );
    expect(fromRecords([{ x: 1, objects: [1, 0, 1] }], counted).classes).toEqual({});
    expect(fromRecords([{ x: 1 }, { x: 2, objects: null }], form).labels).toEqual({});
  });

  it("names the sample and the value of what is wrong", () => {
    expect(() =>
      fromRecords(
        [
          { x: 1, objects: ["cat"] },
          { x: 2, objects: ["Cat"] },
        ],
        form,
      ),
    ).toThrow('sample 1: its "objects" names "Cat", which is no label; did you mean "cat"?');
    expect(() => fromRecords([{ x: 1, objects: "cat" }], form)).toThrow(
      'its "objects" is "cat", and no list',
    );
  });
});

describe("from tables", () => {
  const columns = ["x"];

  it("takes a column for each label: 1, 0, and nothing where it is not known", async () => {
    const csv = put("columns.csv", "x,cat,dog\n1,1.0,0.0\n2,,true\n3,FALSE,-1\n");
    const json = put(
      "columns.json",
      '[{"x":1,"cat":1,"dog":false},{"x":2,"dog":true},{"x":3,"cat":0,"dog":null}]',
    );
    for (const file of [csv, json]) {
      const found = await loadTable(file, { columns, label: ["cat", "dog"] });
      expect(found.labels).toEqual(Float32Array.of(1, 0, -1, 1, 0, -1));
      expect(found.classes).toEqual(["cat", "dog"]);
    }
    const other = await loadTable(csv, { columns, label: ["cat", "dog"] }, ["dog", "cat"]);
    expect(other.labels).toEqual(Float32Array.of(0, 1, 1, -1, -1, 0));
  });

  it("takes a column with names, by a separator or as lists", async () => {
    const csv = put("names.csv", "x,objects\n1,dog; cat\n2,\n3,cat\n");
    const found = await loadTable(csv, { columns, label: "objects", separator: ";" });
    expect(found.labels).toEqual(Float32Array.of(1, 1, 0, 0, 1, 0));
    expect(found.classes).toEqual(["cat", "dog"]);
    const json = put(
      "names.json",
      '[{"x":1,"objects":["dog","cat"]},{"x":2,"objects":[]},{"x":3,"objects":null}]',
    );
    expect((await loadTable(json, { columns, label: "objects" })).labels).toEqual(
      Float32Array.of(1, 1, 0, 0, -1, -1),
    );
  });

  it("is a dataset by its spec", async () => {
    const file = put("spec.csv", "x,cat,dog\n1,1,0\n2,,1\n");
    const spec: DataSpec = { format: "table", path: file, columns, label: ["cat", "dog"] };
    const found = await loadData(
      spec,
      { target: "objects", classes: ["dog", "cat"], input: "x" },
      { folder: "." },
    );
    expect(found).toMatchObject({ size: 2, classes: { objects: ["dog", "cat"] } });
    expect(found.labels["objects"]).toEqual(Float32Array.of(0, 1, 1, -1));
  });

  it.each<[string, string, Omit<Parameters<typeof loadTable>[1], "columns">, string[] | undefined, string]>([
    [
      "a cell that says nothing",
      "x,cat\n1,1\n2,maybe\n",
      { label: ["cat"] },
      undefined,
      'refused.csv, line 3: "maybe" in column "cat" is neither 1 nor 0; write 1',
    ],
    [
      "an unknown name",
      "x,cat\n1,cat;dgo\n",
      { label: "cat", separator: ";" },
      ["cat", "dog"],
      'refused.csv, line 2: column "cat" names "dgo", which is no label; did you mean "dog"?',
    ],
    ["a missing column", "x,cat\n1,1\n", { label: ["cat", "dgo"] }, undefined, 'there is no column "dgo"'],
    [
      "a label that is an input",
      "x,cat\n1,1\n",
      { label: ["cat", "x"] },
      undefined,
      'the label "x" is among',
    ],
    [
      "other names",
      "x,cat\n1,1\n",
      { label: ["cat"] },
      ["cat", "dog"],
      "the labels are cat and dog, and their columns cat",
    ],
    [
      "a separator of columns",
      "x,cat\n1,1\n",
      { label: ["cat"], separator: ";" },
      undefined,
      "a separator stands beside",
    ],
    ["a column twice", "x,cat\n1,1\n", { label: ["cat", "cat"] }, undefined, "name each column once"],
    [
      "an empty separator",
      "x,cat\n1,1\n",
      { label: "cat", separator: "" },
      undefined,
      "the separator is empty",
    ],
    ["no columns", "x,cat\n1,1\n", { label: [] }, undefined, "loadTable needs a label"],
    ["no label at all", "x,cat\n1,\n", { label: "cat", separator: ";" }, undefined, "no row names a label"],
  ])("refuses %s", async (_, text, options, classes, message) => {
    const refused = loadTable(put("refused.csv", text), { columns, ...options }, classes);
    await expect(refused).rejects.toThrow(EspalierError);
    await expect(refused).rejects.toThrow(message);
  });
});

it("IDX files may hold an array of labels for each image", async () => {
  const images = put("images", encodeIdx({ shape: [2, 1, 1], data: Uint8Array.of(0, 255) }));
  const labels = (data: Int8Array) => put("labels", encodeIdx({ shape: [2, 2], data }));
  const found = await loadIdx({ images, labels: labels(Int8Array.of(1, 0, -1, 1)) }, ["cat", "dog"]);
  expect(found.labels).toEqual(Float32Array.of(1, 0, -1, 1));
  expect(found.classes).toEqual(["cat", "dog"]);
  await expect(loadIdx({ images, labels: labels(Int8Array.of(1, 0, 3, 1)) })).rejects.toThrow(
    "sample 1 has 3 for label 0",
  );
  await expect(loadIdx({ images, labels: labels(Int8Array.of(1, 0, 0, 1)) }, ["cat"])).rejects.toThrow(
    "there are 2 labels for each sample, and 1 names",
  );
});

describe("names bind", () => {
  const data = withLabels(rows, names);

  it("labels stand where the network has them, whatever the order of the data", () => {
    const bound = bindData(graph, data);
    expect(bound.classes).toEqual({ objects: ["tree", "cat", "dog"] });
    expect(bound.labels["objects"]).toEqual(
      Float32Array.of(0, 1, 1, 0, 0, 0, -1, -1, -1, -1, 0, 1, -1, 1, 0),
    );
    expect(bindData(graph, bound)).toBe(bound);
    expect(dataKey(bindData(graph, withLabels(bound.labels["objects"]!, ["tree", "cat", "dog"])))).toBe(
      dataKey(bound),
    );
  });

  it("other names are refused", () => {
    expect(() => bindData(graph, withLabels(numbers, ["cat", "dog", "bush"]))).toThrow(
      'the labels of "objects" are cat, dog and bush in the data, and tree, cat and dog in the network; the data lacks the label tree, the network lacks the label bush',
    );
  });

  it("class numbers are no such labels, and such labels no class numbers", () => {
    expect(() => checkData(graphOf(graphSpec(3)), withLabels([0, 1, 2, 1, 0]))).toThrow(
      'the labels of "objects" are class numbers, and a sample may have several of its 3 labels; give 3 for each sample',
    );
    const single = graphOf({ ...graphSpec(3), targets: { objects: { classes: 3 } } });
    expect(() => checkData(single, withLabels(numbers))).toThrow(
      'the labels of "objects" are not class numbers',
    );
  });

  it("what is neither 1, 0 nor -1 is refused where a head wants it", () => {
    const odd = numbers.map((label, i) => (i === 4 ? 0.25 : label));
    expect(() => checkData(graphOf(graphSpec(3)), withLabels(odd))).toThrow(
      'sample 1 has 0.25 for the label "1" of "objects"',
    );
    expect(() => checkData(graphOf(graphSpec(2)), withLabels(numbers))).toThrow(
      'the labels of "objects" are 15 numbers for 5 samples; give 2 for each sample',
    );
  });

  it("joined parts have one order, and what a part lacks is not known", () => {
    const other = withLabels([["dog"], [], [], [], ["tree"]], ["tree", "dog", "cat"]);
    const third = fromArrays({ inputs: { x: [7] } });
    const joined = joinDatasets("part", { data, other, third });
    expect(joined.classes).toEqual({ objects: names });
    const found = joined.labels["objects"]!;
    expect(found.subarray(0, 15)).toEqual(numbers);
    expect([...found.subarray(15, 18)]).toEqual([0, 1, 0]);
    expect([...found.subarray(27, 30)]).toEqual([0, 0, 1]);
    expect([...found.subarray(30)].every(Number.isNaN)).toBe(true);
  });
});

it("subsets and splits keep each sample's labels, and say that nothing was stratified", () => {
  const data = withLabels(rows, names);
  expect(subset(data, [4, 0]).labels["objects"]).toEqual(Float32Array.of(1, 0, -1, 1, 1, 0));
  const parts = split(data, { target: "objects", testShare: 0.4, seed: 3 });
  expect(parts.notices).toMatchObject([
    {
      code: "notStratified",
      message: expect.stringContaining("labels that do not exclude one another") as string,
    },
  ]);
  expect(split(data, { target: "objects", testShare: 0.4, seed: 3 })).toEqual(parts);
  expect(parts.test.labels["objects"]).toHaveLength(6);
});

it("a label that no training sample has is said before training", () => {
  const notices = inspectData(
    graph,
    withLabels([["cat"], [], ["dog"], ["tree"], []], names),
    Int32Array.of(0, 1, 2),
  );
  expect(notices).toMatchObject([
    { code: "classWithoutSamples", where: "objects", message: "no training sample has the label tree" },
  ]);
});

it("an experiment refuses data with several labels for a row, before anything starts", () => {
  const experiment = (data: object) =>
    parseExperiment(
      JSON.stringify({
        data: { format: "table", path: "a.csv", columns: ["x"], ...data },
        task: { target: "y", classes: ["a", "b"], groups: { g: ["a"], h: ["b"] } },
        blocks: { trunk: ["flatten"] },
        approaches: { flat: {} },
      }),
    ).problems;
  const message = expect.stringContaining(
    "compares networks over classes that exclude one another",
  ) as string;
  expect(experiment({ label: ["a", "b"] })).toMatchObject([{ pointer: "/data/label", message }]);
  expect(experiment({ label: "y", separator: ";" })).toMatchObject([{ pointer: "/data/separator", message }]);
  expect(experiment({ label: "y" })).toEqual([]);
});
