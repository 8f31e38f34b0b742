import { describe, expect, it } from "vitest";
import { eventually } from "../../eventually";
import { StreamGatherer } from "../../../kernel-ext/kernel/src/server/streams";

function gatherer(): { streams: StreamGatherer<string>; sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    streams: new StreamGatherer(({ parent, name, text }) => sent.push(`${parent} ${name} ${text}`)),
  };
}

describe("text on its way", () => {
  it("is gathered for each cell and stream, and never changes its order", () => {
    const { streams, sent } = gatherer();
    for (const text of ["a", "b"]) streams.write("1", "stdout", text);
    streams.write("1", "stderr", "c");
    streams.write("1", "stdout", "d");
    streams.write("2", "stdout", "e");
    expect(sent).toEqual([]);
    streams.flush();
    expect(sent).toEqual(["1 stdout ab", "1 stderr c", "1 stdout d", "2 stdout e"]);
  });

  it("leaves by itself after a moment, once", async () => {
    const { streams, sent } = gatherer();
    streams.write("1", "stdout", "a");
    await eventually(() => sent.length > 0, "the text");
    expect(sent).toEqual(["1 stdout a"]);
    streams.flush();
    expect(sent).toHaveLength(1);
  });

  it("leaves at once when there is much of it", () => {
    const { streams, sent } = gatherer();
    for (let piece = 0; piece < 1_025; piece++) streams.write("1", "stdout", "x".repeat(1_024));
    expect(sent).toHaveLength(1);
  });
});
