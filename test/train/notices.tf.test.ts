import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { Model, understandGraph } from "../../src/model";
import { TerminalProgress } from "../../src/view/terminal-progress";
import { formatNotice, type Notice } from "../../src/notice";
import type { GraphSpec, LayerSpec, TrainingSpec } from "../../src/spec/language";
import { train } from "../../src/train";
import { animals, cascadeSpec, CLASSES, sharedSpec } from "../specs";

beforeAll(() => useBackend());

async function noticesOf(spec: GraphSpec, data = animals(60)): Promise<readonly Notice[]> {
  const model = Model.build(understandGraph(spec).graph);
  const told: Notice[] = [];
  const { notices } = await train(model, data, { onNotice: (notice) => told.push(notice) });
  expect(told).toEqual(notices);
  model.dispose();
  return notices;
}

function normalised(
  training: TrainingSpec,
  options: Partial<Extract<LayerSpec, { type: "batchNormalization" }>> = {},
): GraphSpec {
  return {
    inputs: { features: { shape: [4] } },
    targets: { animal: { classes: CLASSES } },
    nodes: {
      animal: {
        from: "features",
        layers: [
          { type: "dense", units: 6 },
          { type: "batchNormalization", ...options },
          { type: "head", target: "animal" },
        ],
      },
    },
    training,
  };
}

describe("notices before training", () => {
  it("are none where all is well", async () => {
    expect(await noticesOf(cascadeSpec())).toEqual([]);
    expect(await noticesOf(sharedSpec())).toEqual([]);
  });

  it("name batch normalisation whose statistics cannot arrive, and the momentum that would do", async () => {
    const training = { epochs: 5, batchSize: 10 };
    const [notice, ...others] = await noticesOf(normalised(training));
    expect(others).toEqual([]);
    // 60 samples in batches of 10, 5 epochs: 30 steps; .99^30 = .74.
    expect(notice).toMatchObject({ code: "lateStatistics", where: "animal/batchNormalization" });
    expect(formatNotice(notice!)).toMatch(
      /momentum 0.99 sees 30 training steps .* 74 % .*; set its momentum to 0.85,/,
    );
    // With the advice followed, nothing is left to say; without gamma and beta the same.
    expect(await noticesOf(normalised(training, { momentum: 0.85 }))).toEqual([]);
    expect(await noticesOf(normalised(training, { scale: false, center: false }))).toHaveLength(1);
    // Enough steps at .99: .99^300 = .049.
    expect(await noticesOf(normalised({ epochs: 5, batchSize: 1 }))).toEqual([]);
  });

  it("name all layers whose statistics are late in one, with a momentum that does for each", async () => {
    const spec = cascadeSpec({ epochs: 2, batchSize: 10 });
    spec.modules = { normal: [{ type: "batchNormalization" }] };
    const route = spec.nodes.animal as { branches: Record<string, unknown[]> };
    for (const branch of Object.values(route.branches)) branch.unshift("normal");
    const found = (await noticesOf(spec)).filter(({ code }) => code === "lateStatistics");
    expect(found).toHaveLength(1);
    expect(formatNotice(found[0]!)).toMatch(/still the initial ones, and it is late in animal\/.* too; set/);
    const momentum = Number(/momentum to ([\d.]+)/.exec(found[0]!.hint!)![1]);
    spec.modules = { normal: [{ type: "batchNormalization", momentum }] };
    expect((await noticesOf(spec)).filter(({ code }) => code === "lateStatistics")).toEqual([]);
  });

  it("count only the steps that reach a branch", async () => {
    const spec = cascadeSpec({ epochs: 20, batchSize: 10 });
    const route = spec.nodes.animal as { branches: Record<string, unknown[]> };
    route.branches.fish!.unshift({ type: "batchNormalization", momentum: 0.95 });
    // 120 steps of all, which would do; but the only fish stands in one batch of an epoch.
    const many = animals(60, { without: ["cod", "eel", "pike"] });
    const one = animals(60);
    const fish = one.labels.animal!.findIndex((label) => CLASSES[label] === "cod");
    many.labels.animal![0] = one.labels.animal![fish]!;
    expect(
      formatNotice((await noticesOf(spec, many)).find(({ code }) => code === "lateStatistics")!),
    ).toMatch(/sees 20 training steps/);
    expect((await noticesOf(spec)).filter(({ code }) => code === "lateStatistics")).toEqual([]);
  });

  it("name classes, heads and branches that no sample is for", async () => {
    const notices = await noticesOf(
      sharedSpec({ epochs: 1 }),
      animals(60, { without: ["cod", "eel", "pike"] }),
    );
    expect(notices.map(formatNotice)).toEqual([
      expect.stringMatching(/^animal: no training sample has the label cod, eel or pike; /),
      expect.stringMatching(/no training sample has a label for this head, so it learns nothing/),
    ]);
    const [animal] = Object.values(animals(60).labels);
    const spec: GraphSpec = {
      tags: { source: ["near", "far"] },
      inputs: { features: { shape: [4] } },
      targets: { animal: { classes: CLASSES } },
      nodes: {
        side: {
          type: "route",
          from: "features",
          by: { tag: "source" },
          branches: { near: [{ type: "dense", units: 3 }], far: [{ type: "dense", units: 3 }] },
        },
        animal: { type: "head", from: "side", target: "animal" },
      },
      training: { epochs: 1 },
    };
    const near = { ...animals(60), tags: { source: new Int32Array(animal!.length) } };
    expect(await noticesOf(spec, near)).toMatchObject([{ code: "branchWithoutSamples", where: "side/far" }]);
  });

  it("stand in a terminal, a line each", async () => {
    let text = "";
    const model = Model.build(understandGraph(normalised({ epochs: 1 })).graph);
    const stream = { write: (part: string) => (text += part), isTTY: true, columns: 80 };
    await train(model, animals(60), { progress: new TerminalProgress(stream) });
    expect(text).toMatch(/^note: animal\/batchNormalization: batch normalisation .*\n/);
    model.dispose();
  });
});
