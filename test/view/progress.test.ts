import { describe, expect, test } from "vitest";
import type { MimeBundle } from "../../src/view";
import { NotebookProgress } from "../../src/view/notebook-progress";
import { TerminalProgress } from "../../src/view/terminal-progress";
import type { ProgressEvent } from "../../src/train";

const total = 1000;

function event(done: number, figures: Record<string, number> = { loss: 0.5 }): ProgressEvent {
  return {
    phase: "gate <1>",
    epoch: 1 + Math.floor(done / 100),
    epochs: 10,
    step: done % 100,
    steps: 100,
    done,
    total,
    figures,
    secondsLeft: done > 5 ? (total - done) / 10 : undefined,
  };
}

/** A clock that only moves when told. */
function clock() {
  let now = 0;
  return { now: () => now, pass: (milliseconds: number) => (now += milliseconds) };
}

describe("in a notebook", () => {
  function run(steps: number, millisecondsAStep: number) {
    const time = clock();
    const messages: { data: MimeBundle; id: string | undefined; update: boolean }[] = [];
    const progress = new NotebookProgress(
      ({ data, transient }, update) => messages.push({ data, id: transient.display_id, update }),
      time,
    );
    for (let done = 1; done <= steps; done++) {
      progress.update(event(done));
      time.pass(millisecondsAStep);
    }
    return { progress, messages };
  }

  test("updates one output in place", () => {
    const { progress, messages } = run(10, 300);
    progress.end();
    expect(messages.map(({ update }) => update)).toEqual([false, ...Array<boolean>(10).fill(true)]);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
    expect(messages[0]!.id).toBeTruthy();
  });

  test("keeps notices below the bar, one line each", () => {
    const { progress, messages } = run(1, 300);
    progress.notice({ code: "a", where: "breed", message: "no sample is <b>", hint: "add some" });
    progress.notice({ code: "b", message: "and another" });
    progress.end();
    const { data } = messages.at(-1)!;
    expect(data["text/plain"].split("\n").slice(1)).toEqual([
      "note: breed: no sample is <b>; add some",
      "note: and another",
    ]);
    expect(data["text/html"]).toContain("no sample is &lt;b&gt;");
  });

  test("sends at most four messages a second, however fast the steps", () => {
    expect(run(1000, 1).messages).toHaveLength(4);
  });

  test("says where it is, what it has and what is left", () => {
    const { messages } = run(300, 1000);
    expect(messages.at(-1)!.data["text/plain"]).toBe(
      "30 % · gate <1>, epoch 4 of 10 · loss 0.5000 · 70 s left",
    );
    const html = messages.at(-1)!.data["text/html"] as string;
    expect(html).toContain("width: 30.0%");
    expect(html).toContain("gate &lt;1&gt;");
  });

  test("is full when it is done, early or not; stays where it was when it was stopped", () => {
    const early = run(400, 300);
    early.progress.end();
    expect(early.messages.at(-1)!.data["text/plain"]).toBe("100 % · done · loss 0.5000 · 2 min 00 s");
    const stopped = run(400, 300);
    stopped.progress.end("interrupted");
    expect(stopped.messages.at(-1)!.data["text/plain"]).toMatch(/^40 % · interrupted/);
  });

  test("can end before it began", () => {
    const { progress, messages } = run(0, 0);
    progress.end("no data");
    expect(messages.map(({ data, update }) => [data["text/plain"], update])).toEqual([
      ["0 % · no data · 0.00 µs", false],
    ]);
  });
});

describe("in a terminal", () => {
  function run(isTTY: boolean, columns = 80) {
    const time = clock();
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text), isTTY, columns };
    const progress = new TerminalProgress(stream, time.now);
    for (let done = 1; done <= total; done++) {
      progress.update(event(done));
      time.pass(10);
    }
    progress.end();
    return written;
  }

  test("rewrites one line, not wider than the terminal", () => {
    const written = run(true, 40);
    // Every tenth of a second over ten seconds, then the last word and the end of the line.
    expect(written).toHaveLength(102);
    expect(written.slice(1, -1).every((text) => text.startsWith("\r") && text.endsWith("\x1b[K"))).toBe(true);
    for (const text of written) {
      expect(text).not.toMatch(/\n./);
      expect(text.replace("\r", "").replace("\x1b[K", "").length).toBeLessThan(40);
    }
    expect(written.at(-2)).toContain("done · loss 0.5000 · 10.0 s");
  });

  test("writes a notice as a line of its own, above the one that is rewritten", () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text), isTTY: true, columns: 80 };
    const progress = new TerminalProgress(stream, clock().now);
    progress.update(event(1));
    progress.notice({ code: "a", message: "no sample" });
    progress.update(event(2));
    progress.end();
    expect(written[1]).toBe("\r\x1b[Knote: no sample\n");
    expect(written[2]).not.toMatch(/^\r/);
  });

  test("elsewhere writes a line for each tenth of the way", () => {
    const lines = run(false).join("").split("\n");
    expect(lines).toHaveLength(12);
    expect(lines[0]).toMatch(/^██░+ +10 % · gate <1>, epoch 2 of 10 · loss 0.5000 · 90 s left$/);
    expect(lines[10]).toBe("done · loss 0.5000 · 10.0 s");
    expect(lines.join("")).not.toContain("\r");
    expect(lines.join("")).not.toContain("\x1b");
  });
});
