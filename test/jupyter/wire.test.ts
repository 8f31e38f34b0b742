import { describe, expect, it } from "vitest";
import { decode, encode, request } from "../../src/jupyter/wire";

describe("messages on the wire", () => {
  const message = request("execute_request", { code: "1 + 1 // ä 🎉" }, "session");

  it("come back as they were, whatever routing frames stand before them", () => {
    const frames = [Buffer.from("route"), ...encode(message, "key")];
    expect(decode(frames, "key")).toEqual(message);
  });

  it("are refused with another key, a changed part, or no delimiter", () => {
    const frames = encode(message, "key");
    expect(() => decode(frames, "other")).toThrow("not signed with its key");
    const changed = frames.with(5, Buffer.from(`{"code":"2"}`));
    expect(() => decode(changed, "key")).toThrow("not signed with its key");
    expect(() => decode(frames.slice(1), "key")).toThrow("no message");
    expect(() => decode([], "key")).toThrow("no message");
  });
});
