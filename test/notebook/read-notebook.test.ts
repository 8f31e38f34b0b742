import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readNotebook } from "../../src/notebook/read-notebook";
import { temporaryFolder } from "../e2e/notebooks";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const place = join(folder, "n.ipynb");

it("a file larger than any notebook is refused before it is read", async () => {
  writeFileSync(place, "");
  // Full of holes: it has the size, and takes no room.
  truncateSync(place, 1e12);
  await expect(readNotebook(place)).rejects.toThrow(
    /n\.ipynb: the file has 1,000,000,000,000 bytes, above the limit of 500,000,000; .*notebookBytes/,
  );
});

it.each<[string, Uint8Array | string, string]>([
  ["UTF-16", Buffer.from('\u{FEFF}{"nbformat":4}', "utf16le"), "this is not UTF-8 text"],
  ["Latin-1", Buffer.from('{"é":1}', "latin1"), "this is not UTF-8 text"],
  ["nothing", "", "the file is empty"],
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), "this is not UTF-8 text"],
])("is refused: %s", async (_, content, message) => {
  writeFileSync(place, content);
  await expect(readNotebook(place)).rejects.toThrow(`${place}: ${message}`);
});

it("is read with a byte order mark", async () => {
  writeFileSync(place, '\u{FEFF}{"nbformat":4,"metadata":{},"cells":[]}');
  expect((await readNotebook(place)).cells).toEqual([]);
});
