import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/backend/random";
import { fromArrays } from "../../src/data/from-arrays";
import { subset } from "../../src/data/subset";
import { inspectData } from "../../src/model/inspect-data";
import { understandGraph } from "../../src/model/read";
import { formatNotice } from "../../src/notice";
import type { InputSpec } from "../../src/spec";

/** Normal columns, each with a mean and a standard deviation. */
function table(...columns: (readonly [mean: number, deviation: number])[]) {
  const random = randomStream(1, "inspect");
  const rows = Array.from({ length: 50 }, () =>
    columns.map(([mean, deviation]) => mean + deviation * random.normal()),
  );
  return fromArrays({ inputs: { table: rows }, labels: { kind: rows.map((_, i) => i % 2) } });
}

const everyone = Int32Array.from({ length: 50 }, (_, i) => i);

function notices(
  data: ReturnType<typeof table>,
  input: Partial<InputSpec> = {},
  samples = everyone,
): string[] {
  const { graph } = understandGraph({
    inputs: { table: { shape: [...data.inputs["table"]!.shape], ...input } },
    targets: { kind: { classes: 2 } },
    nodes: { kind: { layers: ["flatten", { type: "head", target: "kind" }] } },
  });
  return inspectData(graph, data, samples).map(formatNotice);
}

describe("what is said of a table's columns", () => {
  it("nothing where they are alike", () => {
    expect(notices(table([0, 1], [3, 1], [-1, 0.5], [0, 4]))).toEqual([]);
  });

  it("standard deviations far apart, and what to write", () => {
    const [only, ...others] = notices(table([0, 1], [700, 300], [0, 0.1]));
    expect(only).toMatch(
      /^table: the columns are on very different scales \(standard deviations from 0\.\d+ \(column 2\) to [23]\d\d \(column 1\)\) and go in as they are; write "scale": "standard" for this input, or "none" if it is meant$/,
    );
    expect(others).toEqual([]);
  });

  it("a mean far from 0", () => {
    expect(notices(table([0, 1], [2000, 5]))[0]).toMatch(
      /\(column 1 has the mean 2000 and the standard deviation [45]/,
    );
  });

  it("nothing where the author said what is to be done", () => {
    for (const scale of ["standard", "minMax", "none"] as const)
      expect(notices(table([0, 1], [700, 300]), { scale })).toEqual([]);
  });

  it("columns that are the same for every training sample, which make no difference of scales", () => {
    const data = table([0, 1], [5, 0], [0, 1], [-7, 0]);
    expect(notices(data)).toEqual([
      "table: columns 1 and 3 of 4 (counted from 0) are the same for every training sample; nothing can be learnt from them: check the source, or leave them out",
    ]);
    const one = fromArrays({ inputs: { table: [[1, 2], [1, 3], [4, 5]] }, labels: { kind: [0, 1, 1] } }); // prettier-ignore
    expect(notices(one, {}, Int32Array.of(0, 1))).toEqual([
      expect.stringMatching(/^table: column 0 of 2 .* is the same/),
    ]);
    expect(notices(one, {}, Int32Array.of(0, 1, 2))).toEqual([]);
    const column = { ...one.inputs["table"]!, columns: ["legs", "wings"] };
    const named = { ...one, inputs: { table: column } };
    const half = subset(named, [0, 1]);
    for (const data of [named, half])
      expect(notices(data, {}, Int32Array.of(0, 1))).toEqual([
        "table: column legs is the same for every training sample; nothing can be learnt from it: check the source, or leave it out",
      ]);
  });

  it("long lists of columns are cut short", () => {
    const [only] = notices(table(...Array.from({ length: 30 }, () => [1, 0] as const)));
    expect(only).toMatch(/columns 0, 1, .* 8, 9 and 20 more of 30/);
  });

  it("nothing of pixels: a corner may well be black in every image", () => {
    const images = fromArrays({
      inputs: { table: Array.from({ length: 50 }, (_, i) => [[[0], [i * 1000]]]) },
      labels: { kind: Array.from({ length: 50 }, (_, i) => i % 2) },
    });
    expect(notices(images)).toEqual([]);
  });
});
