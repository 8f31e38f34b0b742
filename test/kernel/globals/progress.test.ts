import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { installGlobals } from "../../../kernel-ext/kernel/src/globals";
import { Recorder } from "./recorder";

let recorder: Recorder;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  recorder = new Recorder();
  installGlobals(recorder);
});

afterEach(() => {
  vi.useRealTimers();
});

const text = () => recorder.data["text/plain"];
const wait = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

describe("progressBar", () => {
  test("shows how far it is, how long it took and will take", () => {
    const bar = progressBar(8, "training");
    expect(text()).toBe("training ░░░░░░░░░░░░░░░░░░░░ 0 % 0/8 · 0.0 s");
    wait(30_000);
    bar.step(2);
    expect(bar.value).toBe(2);
    expect(text()).toBe("training █████░░░░░░░░░░░░░░░ 25 % 2/8 · 30 s · about 1 min 30 s left · 15 s each");
    wait(10_000);
    bar.update(8, "<trained>");
    bar.done();
    expect(text()).toBe("<trained> ████████████████████ 100 % 8/8 · in 40 s · 5.0 s each");
    expect(recorder.data["text/html"]).toContain("<b>&lt;trained&gt;</b> 100 % 8/8");
    expect(recorder.data["text/html"]).toContain("width: 100.0%");
  });

  test("stays in its place", () => {
    progressBar(2).done();
    expect(recorder.types).toEqual(["display_data", "update_display_data"]);
    const ids = recorder.published.map(
      ({ content }) => (content.transient as { display_id: string }).display_id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  test("does not show every step, but the last one before a pause", () => {
    const bar = progressBar(100_000);
    for (let i = 0; i < 50_000; i++) bar.step();
    expect(recorder.published.length).toBeLessThanOrEqual(2);
    wait(100);
    expect(recorder.published).toHaveLength(3);
    expect(text()).toContain("50000/100000");
    wait(10_000);
    expect(recorder.published).toHaveLength(3);
  });

  test("knows no end where there is none", () => {
    const bar = progressBar();
    wait(1000);
    bar.step(250);
    expect(text()).toBe("250 · 1.0 s · 250/s");
    bar.done();
    expect(text()).toBe("250 · in 1.0 s · 250/s");
  });

  test("of nothing is full; more than all is all", () => {
    progressBar(0);
    expect(text()).toContain("100 % 0/0");
    const bar = progressBar(2);
    wait(200);
    bar.step(5);
    expect(text()).toContain("100 % 5/2");
  });
});

describe("progress", () => {
  test.each([
    ["an array", [1, 2, 3], "3/3"],
    ["a set", new Set([1, 2, 3]), "3/3"],
    ["a generator", [1, 2, 3].values(), "3 · in"],
  ])("goes through %s", (_, items: Iterable<number>, expected) => {
    expect([...progress(items, { label: "reading" })]).toEqual([1, 2, 3]);
    expect(text()).toMatch(/^reading /);
    expect(text()).toContain(expected);
  });

  test("goes through what comes later, to a total that is given", async () => {
    async function* later() {
      yield await Promise.resolve("a");
      yield "b";
    }
    const seen: string[] = [];
    for await (const item of progress(later(), { total: 2 })) seen.push(item);
    expect(seen).toEqual(["a", "b"]);
    expect(text()).toContain("100 % 2/2 · in");
  });

  test("shows where a loop was left, and lets the items know", () => {
    let closed = false;
    function* items() {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    }
    for (const item of progress(items(), { total: 4 })) if (item === 2) break;
    expect(text()).toContain("50 % 2/4 · in");
    expect(closed).toBe(true);
  });
});
