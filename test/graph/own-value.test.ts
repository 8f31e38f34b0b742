import { expect, it } from "vitest";
import { ownValue } from "../../src/graph/own-value";

it("is that of a record's own keys only, whatever they are called", () => {
  const record: Record<string, number> = { a: 1, toString: 2 };
  expect(ownValue(record, "a")).toBe(1);
  expect(ownValue(record, "toString")).toBe(2);
  expect(ownValue(record, "constructor")).toBeUndefined();
  expect(ownValue(record, "__proto__")).toBeUndefined();
});
