// The built package: threads run JavaScript.
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { FigureError, figureToPng, threadPainter, type Figure } from "espalier-figure";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const figure: Figure = { data: [{ type: "bar" }], layout: { title: { text: "T" } } };

/** The threads that a test has started, in order, each with what settles when it has ended. */
let threads: { readonly ended: Promise<unknown> }[] = [];
const note = (worker: Worker) => void threads.push({ ended: once(worker, "exit") });

beforeEach(() => {
  threads = [];
  process.on("worker", note);
});
afterEach(() => {
  process.off("worker", note);
});

describe("threadPainter", () => {
  test("draws the same pictures, one after the other, in the order in which they were asked for", async () => {
    const paint = threadPainter();
    const sizes = [{ width: 300 }, { width: 200 }, {}];
    const finished: number[] = [];
    const pictures = await Promise.all(
      sizes.map(async (size, i) => {
        const png = await paint(figure, size);
        finished.push(i);
        return png;
      }),
    );
    expect(finished).toEqual([0, 1, 2]);
    for (const [i, size] of sizes.entries())
      expect(pictures[i]!.equals(await figureToPng(figure, size))).toBe(true);
    expect(threads).toHaveLength(1);
  });

  test("says what cannot be drawn, and draws the next", async () => {
    const paint = threadPainter();
    const surface = paint({ data: [{ type: "surface" }], layout: {} });
    await expect(surface).rejects.toBeInstanceOf(FigureError);
    await expect(surface).rejects.toMatchObject({ where: "/data/0/type" });
    const unsendable = { ...figure, layout: { height: 300, f: () => 1 } };
    await expect(paint(unsendable)).rejects.toThrow(/cannot be sent to be drawn/);
    await expect(paint(figure, { width: 1 })).rejects.toThrow(/a picture with width 1/);
    expect(await paint(figure)).toBeInstanceOf(Buffer);
    expect(threads).toHaveLength(1);
  });

  test("ends a drawing that takes too long, with its thread", async () => {
    const paint = threadPainter({ timeout: 0.001 });
    for (let i = 0; i < 2; i++) await expect(paint(figure)).rejects.toThrow(/not drawn within 0.001 s/);
    expect(threads).toHaveLength(2);
    await Promise.all(threads.map(({ ended }) => ended));
  });

  test("ends a thread that has had nothing to draw, and starts a new one for the next figure", async () => {
    const paint = threadPainter({ idle: 0 });
    const first = await paint(figure);
    expect(threads).toHaveLength(1);
    await threads[0]!.ended;
    expect((await paint(figure)).equals(first)).toBe(true);
    expect(threads).toHaveLength(2);
  });
});
