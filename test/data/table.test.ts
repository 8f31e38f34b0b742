import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { loadTable } from "../../src/data/table";
import { temporaryFolder } from "./temporary";

const { put } = temporaryFolder();
const options = { columns: ["width", "height"], label: "kind" };
const classes = ["cat", "dog"];

describe("loadTable", () => {
  const expected = {
    shape: [2],
    data: Float32Array.of(2, 1, -40, 0.5),
    labels: Int32Array.of(1, 0),
    classes,
  };

  test.each([
    ["CSV", "a.csv", '\uFEFFkind,height,name,width\ndog,1,"a, b",2\ncat,.5,c, -4e1 \n'],
    ["CSV of Windows, with an empty line", "b.csv", "kind,height,width\r\ndog,1,2\r\n\r\ncat,0.5,-40\r\n"],
    ["tabs", "c.tsv", "kind\theight\twidth\ndog\t1\t2\ncat\t0.5\t-40\n"],
    [
      "JSON",
      "d.json",
      `[{"kind":"dog","height":1,"width":2},{"kind":0,"height":"0.5","width":-40,"extra":null}]`,
    ],
    ["class numbers", "e.csv", "kind,height,width\n1,1,2\n0,0.5,-40\n"],
  ])("reads %s", async (_, name, text) => {
    expect(await loadTable(put(name, text), options, classes)).toEqual(expected);
  });

  test("without classes takes the labels that occur, numbers by value", async () => {
    const named = await loadTable(put("f.csv", "x,kind\n1,b\n2,a\n3,b\n"), { columns: ["x"], label: "kind" });
    expect(named.classes).toEqual(["a", "b"]);
    expect(named.labels).toEqual(Int32Array.of(1, 0, 1));
    const numbered = await loadTable(put("g.csv", "x,kind\n1,10\n2,9\n"), { columns: ["x"], label: "kind" });
    expect(numbered.classes).toEqual(["9", "10"]);
    expect(numbered.labels).toEqual(Int32Array.of(1, 0));
  });

  test("a class's name goes before its number", async () => {
    const file = put("h.csv", "x,kind\n1,3\n2,5\n");
    const loaded = await loadTable(file, { columns: ["x"], label: "kind" }, ["5", "3"]);
    expect(loaded.labels).toEqual(Int32Array.of(1, 0));
  });

  test.each([
    ["a missing column", "csv", "kind,hieght,width\n", `there is no column "height"; did you mean "hieght"?`],
    ["a missing label", "csv", "height,width\n1,2\n", `there is no column "kind"`],
    [
      "text for a number",
      "csv",
      "kind,height,width\ndog,1,2\ncat,tall,3\n",
      `line 3: "tall" in column "height" is not a number`,
    ],
    [
      "hexadecimal",
      "csv",
      "kind,height,width\ndog,0x10,2\n",
      `line 2: "0x10" in column "height" is not a number`,
    ],
    [
      "a number past float32",
      "csv",
      "kind,height,width\ndog,1e39,2\n",
      `"1e39" in column "height" is not a number`,
    ],
    ["NaN", "csv", "kind,height,width\ndog,NaN,2\n", `"NaN" in column "height" is not a number`],
    ["a hole", "csv", 'kind,height,width\ndog,1,2\n"cat",,2\n', `line 3: column "height" is empty`],
    ["a missing class", "csv", "kind,height,width\n,1,2\n", `line 2: the label in column "kind" is empty`],
    [
      "an unknown class",
      "csv",
      "kind,height,width\ndoc,1,2\n",
      `line 2: there is no class "doc"; did you mean "dog"?`,
    ],
    [
      "a class number out of range",
      "csv",
      "kind,height,width\n2,1,2\n",
      "line 2: the label 2 is out of range; the 2 classes are numbered 0 to 1: cat and dog",
    ],
    ["a negative class number", "csv", "kind,height,width\n-1,1,2\n", "the label -1 is out of range"],
    [
      "rows of other lengths",
      "csv",
      "kind,height,width\ndog,1\n",
      "the table cannot be read (Invalid Record Length: expect 3, got 2 on line 2",
    ],
    ["an open quote", "csv", `kind,height,width\n"dog,1,2\n`, "the table cannot be read (Quote Not Closed"],
    ["a column twice", "csv", "kind,width,width,height\n", `two columns are called "width"`],
    ["an empty file", "csv", "", "the table is empty"],
    ["a header alone", "csv", "kind,height,width\n", "the table has no rows"],
    ["no JSON", "json", "[{]", "this is not JSON"],
    ["a JSON object", "json", `{"kind":"dog"}`, "this is not a list of objects"],
    ["a JSON list of lists", "json", "[[1, 2]]", "row 0: this is not an object"],
    [
      "true for a number",
      "json",
      `[{"kind":"dog","height":true,"width":1}]`,
      `row 0: true in column "height" is neither a number nor text`,
    ],
    [
      "a JSON hole",
      "json",
      `[{"kind":"dog","height":1,"width":1},{"kind":"dog","width":1}]`,
      `row 1: column "height" is empty`,
    ],
  ])("refuses %s", async (what, extension, text, message) => {
    const loading = loadTable(put(`${what}.${extension}`, text), options, classes);
    await expect(loading).rejects.toThrow(EspalierError);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(`${what}.${extension}`);
  });
});
