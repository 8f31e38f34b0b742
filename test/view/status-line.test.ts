import { describe, expect, it } from "vitest";
import { StatusLine } from "../../src/view/status-line";
import { Throttle } from "../../src/view/throttle";

describe("a status line", () => {
  function terminal(columns = 30) {
    const written: string[] = [];
    return { written, status: new StatusLine({ write: (text) => written.push(text), columns }) };
  }

  it("is rewritten in place, and gives way to what stays", () => {
    const { written, status } = terminal();
    status.clear();
    status.show("one");
    status.show("two");
    status.replace("a line\n");
    status.show("three");
    status.clear();
    status.clear();
    expect(written).toEqual(["one\x1b[K", "\rtwo\x1b[K", "\r\x1b[Ka line\n", "three\x1b[K", "\r\x1b[K"]);
  });

  it("is cut before it is coloured: escapes have no width", () => {
    const { written, status } = terminal();
    status.show("x".repeat(40), (text) => `<${text}>`);
    expect(written).toEqual([`<${"x".repeat(28)}…>\x1b[K`]);
  });
});

describe("a throttle", () => {
  it.each([
    ["atOnce", [true, false, true]],
    ["later", [false, false, true]],
  ] as const)("lets the first through %s", (first, expected) => {
    let now = 0;
    const throttle = new Throttle(100, () => now, first);
    const asked = [0, 99, 100].map((time) => {
      now = time;
      return throttle.ready();
    });
    expect(asked).toEqual(expected);
  });
});
