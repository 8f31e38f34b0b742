import { expect, it } from "vitest";
import { Refusals } from "../../../kernel-ext/kernel/src/server/log";

it("what is dropped is counted, and said at most once a minute", () => {
  let now = 0;
  const said: string[] = [];
  const refusals = new Refusals({ warn: (text) => said.push(text), debug: () => undefined }, () => now);
  refusals.add("wrong signature");
  refusals.add("wrong signature");
  refusals.add("no JSON");
  now = 61_000;
  refusals.add("no message");
  expect(refusals.total).toBe(4);
  expect(said).toEqual([
    "dropped since the start: wrong signature: 1",
    "dropped since the start: wrong signature: 2, no JSON: 1, no message: 1",
  ]);
});
