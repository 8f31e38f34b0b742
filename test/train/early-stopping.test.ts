import { describe, expect, it } from "vitest";
import { initialStopping, watchEpoch } from "../../src/train/early-stopping";

const options = { monitor: "val/loss", patience: 2, minDelta: 0, restoreBest: false };

/** What is said of each epoch. */
function verdicts(values: (number | undefined)[], more: Partial<typeof options> = {}, mayLack = false) {
  const chosen = { ...options, ...more };
  const state = initialStopping();
  const said = values.map((value, i) =>
    watchEpoch(
      state,
      chosen,
      i + 1,
      value === undefined ? { other: 1 } : { [chosen.monitor]: value },
      mayLack,
    ),
  );
  return { said, state };
}

describe("early stopping", () => {
  it("stops after as many epochs without a better one as it has patience, counted afresh from each best", () => {
    const { said, state } = verdicts([3, 4, 2, 2, 5]);
    expect(said).toEqual(["best", "wait", "best", "wait", "stop"]);
    expect(state).toEqual({ best: 2, bestEpoch: 3, waited: 2 });
    expect(verdicts([1, 1], { patience: 1 }).said).toEqual(["best", "stop"]);
  });

  it("counts as better only what is better by more than minDelta", () => {
    expect(verdicts([3, 2.5, 2.4], { minDelta: 0.5, patience: 9 }).said).toEqual(["best", "wait", "best"]);
  });

  it("wants accuracy to rise and errors to fall, of a head too", () => {
    expect(verdicts([0.5, 0.6, 0.4], { monitor: "val/accuracy" }).said).toEqual(["best", "best", "wait"]);
    expect(verdicts([0.5, 0.6, 0.4], { monitor: "y/meanAbsoluteError" }).said).toEqual([
      "best",
      "wait",
      "best",
    ]);
    expect(verdicts([0.5, 0.6], { monitor: "val/group/accuracy" }).said).toEqual(["best", "best"]);
  });

  it("never takes NaN for the best, not even as the first", () => {
    const { said, state } = verdicts([NaN, 3, NaN, NaN]);
    expect(said).toEqual(["wait", "best", "wait", "stop"]);
    expect(state.best).toBe(3);
  });

  it("lets an epoch without the metric pass only where turns are drawn, and never in validation", () => {
    const { said, state } = verdicts([2, undefined, undefined, 1], { monitor: "fish/loss" }, true);
    expect(said).toEqual(["best", "wait", "wait", "best"]);
    expect(state.waited).toBe(0);
    expect(() => verdicts([undefined], { monitor: "fish/loss" })).toThrow(
      /watches "fish\/loss", which this phase does not have; choose one of other/,
    );
    expect(() => verdicts([undefined], {}, true)).toThrow(/watches "val\/loss"/);
  });
});
