/* What may be read: regular files of bounded size. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseJson, readBytes, readBytesSync, readText } from "../../src/files";
import { setLimits } from "../../src/limits";

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "espalier-read-"));
  writeFileSync(at("ten"), "0123456789");
  execFileSync("mkfifo", [at("pipe")]);
});
afterAll(() => {
  setLimits({ dataBytes: undefined });
  rmSync(folder, { recursive: true });
});

/** Both ways of reading say the same. */
async function refused(file: string, message: string | RegExp): Promise<void> {
  await expect(readBytes(file, { limit: "dataBytes" })).rejects.toThrow(message);
  expect(() => readBytesSync(file, { limit: "dataBytes" })).toThrow(message);
}

describe("a file that somebody else names", () => {
  test("is read whole", async () => {
    expect(Buffer.from(await readBytes(at("ten"), { limit: "dataBytes" })).toString()).toBe("0123456789");
    expect(Buffer.from(readBytesSync(at("ten"), { limit: "dataBytes" })).toString()).toBe("0123456789");
  });

  test("is no pipe, which nobody might write to, and no device, which might never end", async () => {
    await refused(at("pipe"), `${at("pipe")}: this is a pipe, not a file`);
    await refused("/dev/zero", "/dev/zero: this is a device, not a file");
    await refused(folder, "this is a folder, not a file");
    symlinkSync("/dev/zero", at("link"));
    await refused(at("link"), "this is a device, not a file");
    await refused(at("none"), "there is no such file");
  });

  test("is no larger than the limit", async () => {
    setLimits({ dataBytes: 9 });
    await refused(at("ten"), /ten: the file has 10 bytes, above the limit of 9; .*dataBytes/);
    setLimits({ dataBytes: 10 });
    expect(await readBytes(at("ten"), { limit: "dataBytes" })).toHaveLength(10);
    setLimits({ dataBytes: undefined });
  });

  test.runIf(process.platform === "linux")("may not say its size, as those of /proc", async () => {
    expect((await readBytes("/proc/self/status", { limit: "dataBytes" })).length).toBeGreaterThan(100);
    setLimits({ dataBytes: 100 });
    await refused("/proc/self/status", "above the limit of 100");
    setLimits({ dataBytes: undefined });
  });
});

describe("a file that the user names", () => {
  const options = { limit: "dataBytes", streams: true } as const;

  test("is no other pipe and no device", async () => {
    await expect(readText(at("pipe"), options)).rejects.toThrow("this is a pipe, not a file");
    await expect(readText("/dev/zero", options)).rejects.toThrow("this is a device, not a file");
    expect(() => readBytesSync(at("pipe"), options)).toThrow("this is a pipe, not a file");
  });
});

describe("parseJson", () => {
  const refusal = (text: string): string => {
    try {
      parseJson(text, "file");
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  test("says nothing of what it read", () => {
    expect(refusal("root:x:0:0")).toBe(
      "file: this is not a JSON object; the file is damaged or something else: save it again",
    );
  });

  test("refuses a key that stands twice, whatever it looks like, and no other", () => {
    expect(parseJson('{"a":{"a":["a","a",{"b":1}]},"b":"a\\",\\"b"}', "file")).toEqual({
      a: { a: ["a", "a", { b: 1 }] },
      b: 'a","b',
    });
    for (const text of ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"x":[{"a":1,"b":[],"a":2}]}'])
      expect(refusal(text)).toContain("says the same key twice");
  });

  test("refuses what is no object, and nesting without end, without overflowing", () => {
    for (const text of ["[]", "null", "1", '"a"', ""]) expect(refusal(text)).toContain("not a JSON object");
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(refusal(deep)).toMatch(/nested more than 200 deep|not a JSON object/);
  });
});
