import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
  lstat,
  mkdir,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { checkWritable, readBytes, readText, writeWhole } from "../../src/files";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "espalier-files-"));
});
afterEach(() => rm(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);

describe("writeWhole", () => {
  test("writes text and bytes, makes folders, leaves no other file", async () => {
    await writeWhole(at("a/b/c.txt"), "grün");
    await writeWhole(at("a/b/d.bin"), Uint8Array.of(0, 255, 7));
    expect(await readText(at("a/b/c.txt"), { limit: "dataBytes" })).toBe("grün");
    expect([...(await readBytes(at("a/b/d.bin"), { limit: "dataBytes" }))]).toEqual([0, 255, 7]);
    expect(await readdir(at("a/b"))).toEqual(["c.txt", "d.bin"]);
  });

  test("replaces a file and keeps its permissions", async () => {
    await writeFile(at("x"), "old and longer");
    await chmod(at("x"), 0o640);
    await writeWhole(at("x"), "new");
    expect(await readText(at("x"), { limit: "dataBytes" })).toBe("new");
    expect((await stat(at("x"))).mode & 0o777).toBe(0o640);
  });

  test("a symbolic link stays a link", async () => {
    await writeFile(at("real"), "old");
    await symlink(at("real"), at("link"));
    await writeWhole(at("link"), "new");
    expect((await lstat(at("link"))).isSymbolicLink()).toBe(true);
    expect(await readText(at("real"), { limit: "dataBytes" })).toBe("new");
  });

  test("where the rename fails, the old content stays and nothing is left over", async () => {
    await mkdir(at("taken"));
    await writeFile(at("taken/inside"), "safe");
    const failure = writeWhole(at("taken"), "new");
    await expect(failure).rejects.toThrow(EspalierError);
    await expect(failure).rejects.toThrow(`${at("taken")}: cannot be written (EISDIR: illegal operation`);
    expect(await readdir(folder)).toEqual(["taken"]);
    expect(await readText(at("taken/inside"), { limit: "dataBytes" })).toBe("safe");
  });

  test("a reader never sees half a file while it is written again and again", async () => {
    const texts = ["a".repeat(300_000), "b".repeat(300_000)];
    await writeWhole(at("x"), texts[0]!);
    const writing = (async () => {
      for (let i = 0; i < 20; i++) await writeWhole(at("x"), texts[i % 2]!);
    })();
    for (let i = 0; i < 40; i++) expect(texts).toContain(await readText(at("x"), { limit: "dataBytes" }));
    await writing;
  });
});

describe("readText", () => {
  test("says what is wrong with the file", async () => {
    await expect(readText(at("none"), { limit: "dataBytes" })).rejects.toThrow(
      `${at("none")}: there is no such file; check the path`,
    );
    await expect(readText(folder, { limit: "dataBytes" })).rejects.toThrow("this is a folder, not a file");
    await writeFile(at("latin1"), Uint8Array.of(0x67, 0x72, 0xfc, 0x6e));
    await expect(readText(at("latin1"), { limit: "dataBytes" })).rejects.toThrow(
      "this is not UTF-8 text; save it as UTF-8",
    );
  });

  test("drops a byte order mark", async () => {
    await writeFile(at("bom"), "\uFEFF{}");
    expect(await readText(at("bom"), { limit: "dataBytes" })).toBe("{}");
    expect(await readFile(at("bom"), "utf8")).toBe("\uFEFF{}");
  });
});

describe("checkWritable", () => {
  test("passes a new file, a file that is there and folders to be made, and makes nothing", async () => {
    await writeFile(at("old.txt"), "old");
    await checkWritable(at("old.txt"));
    await checkWritable(at("new.txt"));
    await checkWritable(at("a/b/new.txt"));
    expect(await readdir(folder)).toEqual(["old.txt"]);
    expect(await readText(at("old.txt"), { limit: "dataBytes" })).toBe("old");
  });

  test("refuses a folder, and a place below a file", async () => {
    await expect(checkWritable(folder)).rejects.toThrow("this is a folder, not a file");
    await writeFile(at("old.txt"), "old");
    const below = checkWritable(at("old.txt/a/new.txt"));
    await expect(below).rejects.toThrow(EspalierError);
    await expect(below).rejects.toThrow("old.txt is a file, not a folder");
  });

  test.skipIf(process.getuid?.() === 0)("refuses a folder that may not be written", async () => {
    await mkdir(at("closed"));
    await chmod(at("closed"), 0o500);
    await expect(checkWritable(at("closed/new.txt"))).rejects.toThrow("cannot be written");
  });
});
