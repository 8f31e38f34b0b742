/* Messages about objects whose parts do not fit together. */
import { list } from "../../text/wording";
import type { Wording } from "./words";

export const warmUpTooLong = (warmUp: number, over: number): Wording => ({
  message: `"warmUp" takes ${warmUp} of ${over} epochs: nothing is left of the curve`,
  hint: `make it less than "over", of which it is a part`,
});

export const stepsBeginLate = (epoch: number): Wording => ({
  message: `the first of "steps" begins at epoch ${epoch}: nothing is said of the time before`,
  hint: "begin with epoch 0",
});

export const stepsOutOfOrder = (epoch: number, before: number): Wording => ({
  message: `a step at epoch ${epoch} comes after one at epoch ${before}`,
  hint: "write the epochs in rising order, each once",
});

export const trainBesidePhases = (): Wording => ({
  message: `"train" stands beside "phases", each of which says what it trains`,
  hint: `remove it, or the phases`,
});

export const decodedTwice = (decode: "greedy" | "joint", beside: readonly string[]): Wording => ({
  message: `"decode" is the former word for "select" and "merge", and stands beside ${list(beside)}`,
  hint: decode === "greedy" ? "remove it" : `remove it; "joint" is now "select": "all", "merge": "joint"`,
});

export const smoothedTwice = (): Wording => ({
  message: `"labelSmoothing" stands at the head and at its loss`,
  hint: "write it once",
});

export const notSmoothed = (loss: string, known: readonly string[]): Wording => ({
  message: `the loss "${loss}" has no "labelSmoothing"`,
  hint: `leave it out, or take ${known.join(" or ")}`,
});
