/* What a step says that it moved is what it moved: compared with the bytes of every variable, before and after each step. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { prepareExperiment } from "../../src/compare";
import type { Dataset } from "../../src/data/dataset";
import { mixedDataTypes } from "../../src/data/synthetic";
import type { Graph } from "../../src/graph";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec, TrainingSpec } from "../../src/spec";
import { train, type StepRecord } from "../../src/train";
import { approaches } from "../../src/compare/approaches/table.generated";
import { pets } from "../compare/pets";
import { pictures } from "../compare/pictures";
import { dataTypesSpec, animals, sharedSpec } from "../specs";
import { stopAfter } from "./interrupted";

beforeAll(async () => {
  await useBackend();
});

/** Trains and says of each step what it reported and what changed. */
async function recorded(
  graph: Graph,
  data: Dataset,
  training?: TrainingSpec,
): Promise<{ steps: StepRecord[]; changed: string[][]; model: Model }> {
  const model = Model.build(graph, { seed: 1 });
  const steps: StepRecord[] = [];
  const changed: string[][] = [];
  let before = model.hostWeights();
  await train(model, data, {
    ...(training && { training }),
    onStep: (step) => {
      const after = model.hostWeights();
      const moved = [...after].filter(([path, { data: now }]) => {
        const was = before.get(path)!.data;
        return !Buffer.from(now.buffer).equals(Buffer.from(was.buffer));
      });
      steps.push(step);
      changed.push(moved.map(([path]) => path));
      before = after;
    },
  });
  model.dispose();
  return { steps, changed, model };
}

/** Each step names exactly what changed; together they moved every weight. */
function expectExact({ steps, changed }: { steps: StepRecord[]; changed: string[][] }, graph: Graph): void {
  expect(steps.map(({ moved }) => moved)).toEqual(changed);
  expect(new Set(changed.flat())).toEqual(new Set(graph.variables.keys()));
  expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i + 1));
}

describe("what a step reports as moved", () => {
  it("is what changed, in every approach", async () => {
    const layers = pets();
    const prepared = await prepareExperiment(
      pets({
        approaches: {
          ...layers.approaches,
          inTurn: { type: "alternating", inactiveShare: 0.2 },
          joint: { type: "cascade", decode: "joint" },
          mixture: { type: "mixture", experts: 2 },
          exit: { type: "earlyExit", after: [2], sure: { atLeast: 0.8 } },
          told: { type: "predictThenSelect" },
          fine: { type: "coarseToFine" },
        },
        blocks: {
          trunk: [
            { type: "conv2d", filters: 2, kernelSize: 3 },
            "batchNormalization",
            "maxPooling2d",
            "flatten",
          ],
          branch: [{ type: "dense", units: 4, activation: "tanh" }],
        },
        training: { batchSize: 4, epochs: 2 },
      }),
      { data: pictures(4) },
    );
    const types = Object.entries(prepared.normalised.approaches).map(([, { type }]) => type);
    expect(new Set([...types, "graph"])).toEqual(new Set(Object.keys(approaches)));
    for (const [name, graph] of Object.entries(prepared.compiled)) {
      const record = await recorded(graph, prepared.data);
      expectExact(record, graph);
      const alternates = name === "alternating" || name === "inTurn";
      expect(record.steps.every(({ turn }) => (turn !== undefined) === alternates)).toBe(true);
      expect(new Set(record.steps.map(({ phase }) => phase))).toEqual(
        new Set(graph.phases.map((phase) => phase.name)),
      );
    }
  });

  const data = mixedDataTypes({ samples: 60 });
  const byType = (training: TrainingSpec): GraphSpec => {
    const spec = dataTypesSpec(
      ["float", "int"],
      { units: 4, ids: 100, activation: "tanh" },
      { batchSize: 8, epochs: 2, ...training },
    );
    return spec;
  };
  const own = { float: "features/float/", int: "features/int/" } as const;

  it("is the active branch and what is shared, by turn, and the losses are those of the step", async () => {
    const { graph } = understandGraph(byType({ alternate: { by: { tag: "dataType" } } }));
    const record = await recorded(graph, data);
    expectExact(record, graph);
    expect(record.steps.map(({ turn, epoch }) => [turn, epoch])).toEqual(
      [1, 2].flatMap((epoch) =>
        [0, 1, 2, 3].flatMap(() => [
          ["float", epoch],
          ["int", epoch],
        ]),
      ),
    );
    for (const { turn, moved, losses, samples } of record.steps) {
      const other = turn === "float" ? own.int : own.float;
      expect(moved.some((path) => path.startsWith(other))).toBe(false);
      expect(moved).toContain("score/kernel");
      expect(losses["score"]).toBeGreaterThan(0);
      expect([8, 6]).toContain(samples);
    }
  });

  it("has the inactive branches too where they keep a share", async () => {
    const alternate = { by: { tag: "dataType" }, inactiveShare: 0.1 };
    const { graph } = understandGraph(byType({ alternate }));
    const record = await recorded(graph, data);
    expectExact(record, graph);
    expect(record.steps.every(({ moved }) => moved.length === graph.variables.size)).toBe(true);
    expect(record.steps[0]!.samples).toBe(16);
  });

  it("leaves out branches that no sample of a mixed batch reached", async () => {
    const { graph } = understandGraph(byType({ batchSize: 2 }));
    const record = await recorded(graph, data);
    expectExact(record, graph);
    const kinds = record.changed.map((paths) =>
      Object.values(own).map((branch) => paths.some((path) => path.startsWith(branch))),
    );
    expect(new Set(kinds.map(String))).toEqual(new Set(["true,true", "true,false", "false,true"]));
  });

  it("leaves out heads for which no sample of a joint batch has a label, though they learnt before", async () => {
    const { graph } = understandGraph(sharedSpec({ batchSize: 2, epochs: 1, optimizer: "adamW" }));
    const { steps, changed } = await recorded(graph, animals(40));
    expect(steps.map(({ moved }) => moved)).toEqual(changed);
    for (const head of ["insect", "fish"]) {
      const learnt = changed.map((paths) => paths.includes(`${head}/kernel`));
      expect(learnt).toEqual(steps.map(({ losses }) => head in losses));
      expect(learnt.indexOf(false, learnt.indexOf(true))).toBeGreaterThan(0);
    }
  });

  it("is nothing where no sample of the batch has a label for what still has one elsewhere", async () => {
    const spec = sharedSpec({ batchSize: 4, epochs: 1, alternate: { by: "heads" } });
    const { graph } = understandGraph(spec);
    const record = await recorded(graph, animals(30));
    expect(record.steps.map(({ moved }) => moved)).toEqual(record.changed);
    for (const { turn, moved, losses } of record.steps) {
      expect(Object.keys(losses)).toEqual([turn]);
      expect(moved.filter((path) => !path.startsWith("trunk"))).toEqual([`${turn}/kernel`, `${turn}/bias`]);
    }
  });
});

describe("the steps of a run", () => {
  const { graph } = understandGraph(sharedSpec({ batchSize: 8, epochs: 2 }));

  it("are counted on after a resume, none twice", async () => {
    const numbers: number[] = [];
    const onStep = ({ step }: StepRecord): void => void numbers.push(step);
    const { mkdtempSync, rmSync } = await import("node:fs");
    const folder = mkdtempSync("/tmp/espalier-steps-");
    const checkpoint = `${folder}/run.safetensors`;
    try {
      for (const options of [stopAfter(3), {}]) {
        const model = Model.build(graph, { seed: 1 });
        await train(model, animals(24), { checkpoint, onStep, ...options });
        model.dispose();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("may be looked at by a function only", async () => {
    const model = Model.build(graph, { seed: 1 });
    await expect(train(model, animals(8), { onStep: 3 as never })).rejects.toThrow(
      /onStep is 3; give a function/,
    );
    model.dispose();
  });
});
