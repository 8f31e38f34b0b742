/* What a schedule may know of the losses, and that a run which follows them goes on exactly. */
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { useBackend } from "../../src/backend";
import { understandGraph } from "../../src/model";
import type { EpochRecord } from "../../src/train";
import { lossesByTurn } from "../../src/train/turn-losses";
import { schedules, type TurnFacts } from "../../src/turns";
import { animals, sharedSpec } from "../specs";
import { interrupted } from "./interrupted";

beforeAll(async () => {
  await useBackend();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const data = animals(80);
const spec = sharedSpec({ batchSize: 8, epochs: 4, alternate: { by: "heads" } });
const epoch = (figures: Record<string, number>, phase = "train"): EpochRecord => ({
  phase,
  epoch: 1,
  seconds: 0,
  figures,
});

describe("the losses of turns", () => {
  const { graph } = understandGraph(sharedSpec({ alternate: { by: "heads" } }));
  const phase = graph.phases[0]!;
  const weighted = (path: string) => ({ ...graph.heads.find((head) => head.path === path)!, weight: 2 });

  it("are those of their heads in the last epoch that had any, times the heads' weights", () => {
    const history = [
      epoch({ "group/loss": 3, "insect/loss": 5 }),
      epoch({ "group/loss": 1 }),
      epoch({ "fish/loss": 9 }, "another phase"),
    ];
    expect(phase.alternation!.turns.map(({ name }) => name)).toEqual(["group", "insect", "fish"]);
    expect(lossesByTurn(phase, history, weighted)).toEqual([2, 10, undefined]);
  });

  it("are none where nothing alternates", () => {
    expect(lossesByTurn({ ...phase, alternation: undefined }, [epoch({})], weighted)).toEqual([]);
  });
});

describe("a schedule that goes by losses", () => {
  /** All batches of the turn with the largest loss first. */
  const hardestFirst = (seen: TurnFacts[]) => (turns: TurnFacts) => {
    seen.push(turns);
    const loss = (turn: number) => turns.losses[turn] ?? 0;
    return turns.batches
      .flatMap((count, turn) => Array.from({ length: count }, () => turn))
      .sort((a, b) => loss(b) - loss(a));
  };

  it("knows none in the first epoch and then those of the epoch before; resumed, it ends in the same numbers", async () => {
    const seen: TurnFacts[] = [];
    vi.spyOn(schedules.roundRobin, "order").mockImplementation(hardestFirst(seen));
    const before = tf.memory().numTensors;
    const { once, resumed } = await interrupted(spec, data, 30);
    expect(once.result.steps).toBeGreaterThan(60);
    expect([...resumed.weights]).toEqual([...once.weights]);
    expect(seen[0]!.losses).toEqual([undefined, undefined, undefined]);
    const [first] = once.result.history;
    expect(seen[1]!.losses).toEqual(
      ["group", "insect", "fish"].map((name) => first!.figures[`${name}/loss`]),
    );
    expect(new Set(seen[1]!.losses).size).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });
});
