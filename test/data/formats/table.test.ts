import { afterEach, describe, expect, test } from "vitest";
import { EspalierError } from "../../../src/errors";
import { loadTable } from "../../../src/data/formats/table";
import { setLimits } from "../../../src/limits";
import { temporaryFolder } from "../temporary";

const { put } = temporaryFolder();
const options = { columns: ["width", "height"], label: "kind" };
const classes = ["cat", "dog"];

describe("loadTable", () => {
  const expected = {
    shape: [2],
    data: Float32Array.of(2, 1, -40, 0.5),
    columns: options.columns,
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

  test("takes a column of weights, which is no input", async () => {
    const file = put("weights.csv", "x,kind,w\n1,b,0.5\n2,a,0\n");
    const options = { columns: ["x"], label: "kind", weight: "w" };
    expect((await loadTable(file, options)).weights).toEqual(Float32Array.of(0.5, 0));
    const refused = (weight: string, text: string) =>
      loadTable(put("refused.csv", text), { ...options, weight });
    await expect(refused("kind", "x,kind\n1,b\n")).rejects.toThrow('the weight "kind" is the label too');
    await expect(refused("x", "x,kind\n1,b\n")).rejects.toThrow(
      'the weight "x" is a column of the input too',
    );
    await expect(refused("v", "x,kind,w\n1,b,1\n")).rejects.toThrow('there is no column "v"');
    await expect(refused("w", "x,kind,w\n1,b,-1\n")).rejects.toThrow('the weight in column "w" is -1');
    await expect(refused("w", "x,kind,w\n1,b,\n")).rejects.toThrow('column "w" is empty');
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
      "line 2: this row has 2 cells, and the header has 3; give every row as many",
    ],
    ["too many cells", "csv", 'kind,height,width\n"a\nb",1,2\ndog,1,2,5\n', "line 4: this row has 4 cells, and the header has 3"], // prettier-ignore
    ["an open quote", "csv", `kind,height,width\ncat,1,2\n"dog,1,2\ncat,1,2\n`, "line 3: a quote is opened here and never closed"], // prettier-ignore
    ["a quote inside", "csv", `kind,height,width\ndog,5",2\n`, "line 2: there is a quote inside of a cell"],
    [
      "text after a quote",
      "csv",
      `kind,height,width\n"dog" x,5,2\n`,
      "line 2: there is text after the quote",
    ],
    ["semicolons", "csv", "kind;height;width\ndog;1,5;2\n", "line 1: the columns seem to be set apart by semicolons; save the table with commas"], // prettier-ignore
    ["tabs in a .csv file", "csv", "kind\theight\twidth\n", "the columns seem to be set apart by tabs"],
    ["commas in a .tsv file", "tsv", "kind,height,width\n", "the columns seem to be set apart by commas; call the file .csv"], // prettier-ignore
    [
      "columns without a name",
      "csv",
      "kind,height,width,,\n",
      "line 1: two columns have no name; name every column",
    ],
    ["a column twice", "csv", "kind,width,width,height\n", `two columns are called "width"`],
    ["an empty file", "csv", "", "the table is empty"],
    ["a header alone", "csv", "kind,height,width\n", "the table has no rows"],
    ["no JSON", "json", "[{]", "this is not JSON"],
    ["a JSON list as a number", "json", `[{"kind":"dog","height":[1],"width":1}]`, `row 0: a list or an object in column "height"`], // prettier-ignore
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

describe("long cells", { timeout: 120_000 }, () => {
  const digits = "7".repeat(2_000_000);
  test.each([
    ["a number and a letter", `${digits}x`],
    ["an exponent without a number", `${digits}e+`],
    ["signs", "+-".repeat(1_000_000)],
    ["points", ".".repeat(2_000_000)],
    ["spaces and a letter", `1${" ".repeat(2_000_000)}x`],
  ])("%s are refused in one pass, and the message stays short", async (_, cell) => {
    const error = await loadTable(
      put("long.csv", `kind,height,width\ndog,${cell},2\n`),
      options,
      classes,
    ).catch((reason: unknown) => reason as EspalierError);
    expect(error).toBeInstanceOf(EspalierError);
    expect((error as EspalierError).message).toMatch(
      /line 2: ".{40}…" \([\d,]{9} characters\) in column "height" is not a number/,
    );
    expect((error as EspalierError).message.length).toBeLessThan(400);
  });

  test("numbers as long as they like are numbers", async () => {
    const table = put(
      "zeros.csv",
      `kind,height,width\ndog,${"0".repeat(100_000)}2.${"0".repeat(100_000)},1\n`,
    );
    expect((await loadTable(table, options, classes)).data).toEqual(Float32Array.of(1, 2));
  });

  test("as labels too, and as quotes", async () => {
    const label = put("label.csv", `kind,height,width\n${digits},1,2\n`);
    await expect(loadTable(label, options, classes)).rejects.toThrow(
      /^.{0,200}the label "7{40}…" \(2,000,000 characters\) is out of range/,
    );
    const quotes = put("quotes.csv", `kind,height,width\n${'"'.repeat(2_000_001)},1,2\n`);
    await expect(loadTable(quotes, options, classes)).rejects.toThrow(
      /line 2: a quote is opened here and never closed/,
    );
  });
});

describe("a label column that nobody named the classes of", () => {
  const load = (labels: readonly string[], names?: readonly string[]) =>
    loadTable(
      put("labels.csv", `x,kind\n${labels.map((name, i) => `${i},${name}`).join("\n")}\n`),
      { columns: ["x"], label: "kind" },
      names,
    );
  const rows = (count: number, make: (row: number) => unknown) =>
    Array.from({ length: count }, (_, row) => String(make(row)));

  test.each([
    ["prices", rows(214, (row) => 10 + row), `the label column "kind" has 214 different numbers in 214 rows: it looks like values to predict, not like classes; to predict values, give the column to fromArrays as a Float32Array`], // prettier-ignore
    ["fractions, few of them", rows(30, (row) => (row % 3) / 2), `has 3 different numbers in 30 rows, such as "0.5": it looks like values`], // prettier-ignore
    ["names of rows", rows(214, (row) => `row${row}`), `has 214 different texts in 214 rows: it looks like a name for each row, not like classes`], // prettier-ignore
    ["ages", rows(500, (row) => row % 80), "has 80 different numbers in 500 rows: it looks like values"],
  ])("%s are no classes", async (_, labels, message) => {
    await expect(load(labels)).rejects.toThrow(EspalierError);
    await expect(load(labels)).rejects.toThrow(message);
  });

  test("few of them, or named, are", async () => {
    expect((await load(rows(20, (row) => row))).classes).toHaveLength(20);
    expect((await load(rows(300, (row) => row % 30))).classes).toHaveLength(30);
    expect((await load(rows(60, (row) => `kind${row % 30}`))).classes).toHaveLength(30);
    const many = rows(214, (row) => row);
    expect((await load(many, many)).classes).toHaveLength(214);
  });

  test("is no input at the same time", async () => {
    const table = put("both.csv", "x,kind\n1,2\n");
    await expect(loadTable(table, { columns: ["x", "kind"], label: "kind" })).rejects.toThrow(
      `the label "kind" is among the columns that are the input`,
    );
  });
});

describe("limits", () => {
  afterEach(() => setLimits({ dataBytes: undefined, memoryBytes: undefined, classes: undefined }));
  const small = () => put("small.csv", "kind,height,width\ndog,1,2\ncat,1,2\n");

  test("are looked at before the file is read, and before arrays are made", async () => {
    setLimits({ dataBytes: 20 });
    await expect(loadTable(small(), options)).rejects.toThrow(
      /small\.csv: the file has 34 bytes, above the limit of 20; if it is meant/,
    );
    setLimits({ dataBytes: undefined, memoryBytes: 15 });
    await expect(loadTable(small(), options)).rejects.toThrow(
      /2 rows of 2 columns take 16 bytes, above the limit of 15/,
    );
    setLimits({ memoryBytes: undefined, classes: 1 });
    await expect(loadTable(small(), options)).rejects.toThrow(
      /"kind" has 2 different labels, above the limit of 1/,
    );
  });

  test("a device is no table", async () => {
    await expect(loadTable("/dev/zero", options)).rejects.toThrow(
      /\/dev\/zero: this is a device, not a file/,
    );
  });
});
