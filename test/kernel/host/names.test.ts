import { describe, expect, it } from "vitest";
import { Names } from "../../../kernel-ext/kernel/src/host/scope";

const declare = (scope: object, name: string, get: () => unknown): void => {
  Object.defineProperty(scope, name, { get, configurable: true, enumerable: true });
};
const unreached = (): never => {
  throw new ReferenceError("Cannot access before initialization");
};

describe("Names of a cell that failed", () => {
  it("keeps those that have a value, also undefined", () => {
    const scope = {};
    const names = new Names(scope, ["a", "b", "c"]);
    declare(scope, "a", () => 1);
    declare(scope, "b", () => undefined);
    declare(scope, "c", unreached);
    expect([...names.settle()]).toEqual(["a", "b"]);
    expect(Object.keys(scope)).toEqual(["a", "b"]);
  });

  it("gives a name back to the earlier cell where the later one did not get to it", () => {
    const scope: Record<string, unknown> = {};
    declare(scope, "a", () => "earlier");
    const names = new Names(scope, ["a"]);
    declare(scope, "a", unreached);
    expect(names.settle().size).toBe(0);
    expect(scope["a"]).toBe("earlier");
  });

  it("leaves names alone that the cell never came to declare", () => {
    const scope: Record<string, unknown> = {};
    declare(scope, "a", () => "earlier");
    const names = new Names(scope, ["a", "b"]);
    expect(names.settle().size).toBe(0);
    expect(scope["a"]).toBe("earlier");
  });
});
