import { createContext, runInContext } from "node:vm";
import { JSDOM, VirtualConsole } from "jsdom";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { displaySymbol, showingOf, toBundle } from "../../../kernel-ext/kernel/src/display";

const { document } = new JSDOM(
  `<p class="a">x &amp; y</p><svg width="3"><g></g></svg><canvas width="3" height="2"></canvas>`,
  { virtualConsole: new VirtualConsole() },
).window;
const element = (selector: string) => document.querySelector(selector);

async function bundle(value: unknown) {
  const shown = await toBundle(value, { colours: false });
  if (!shown) throw new Error("nothing is shown");
  return shown;
}

const data = async (value: unknown) => (await bundle(value)).data;
const text = async (value: unknown) => (await data(value))["text/plain"];

function png(width = 1): Buffer {
  return PNG.sync.write(new PNG({ width, height: 1 }));
}

class Model {
  layers = 3;
}

class Shown {
  constructor(private readonly forms: unknown) {}
  [displaySymbol]() {
    return this.forms;
  }
}

describe("text", () => {
  test.each([
    [1 + 2 + 3, "6"],
    [[1, 2].map((x) => x * 2), "[ 2, 4 ]"],
    ["it's", `"it's"`],
    [null, "null"],
    [-0, "-0"],
    [12n, "12n"],
    [{ a: [1, { b: "c" }] }, "{ a: [ 1, { b: 'c' } ] }"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Map([["a", 1]]), "Map(1) { 'a' => 1 }"],
    [new Set([1]), "Set(1) { 1 }"],
    [Model, "[class Model]"],
    [Symbol("s"), "Symbol(s)"],
    [Promise.resolve(1), "Promise { 1 }"],
    [new Float32Array(2), "Float32Array(2) [ 0, 0 ]"],
    [[], "[]"],
    [{}, "{}"],
    [[{}, {}], "[ {}, {} ]"],
    [/x/g, "/x/g"],
    [
      new (class {
        secret = 1;
        toJSON() {
          throw new Error("not asked");
        }
      })(),
      "{ secret: 1 }",
    ],
  ])("%o is %s", async (value, expected) => {
    expect(await bundle(value)).toEqual({ data: { "text/plain": expected }, metadata: {} });
  });

  test("says nothing of getters that throw, and calls none of a bundle's that is none", async () => {
    const refuse = () => expect.unreachable();
    const names = ["data", "shape", "toSpec", "outerHTML", "getContext", "schema", "height", "columns"];
    const value = Object.create(
      Object.fromEntries(names.map((name) => [name, 1])),
      Object.fromEntries(names.map((name) => [name, { get: refuse, enumerable: false }])),
    ) as object;
    expect(await text(value)).toBe("{}");
    expect(
      await text({
        get other() {
          return refuse();
        },
      }),
    ).toBe("{ other: [Getter] }");
  });

  test("shows nothing for undefined", () => {
    expect(toBundle(undefined)).toBeUndefined();
  });

  test.each([
    ["data", [1, "a", null, true, { b: [undefined, 2n] }], false],
    ["a class's", [new Model()], true],
    ["a function", [() => 1], true],
    ["a date", { day: new Date(0) }, true],
    [
      "a getter",
      {
        get a() {
          return 1;
        },
      },
      true,
    ],
  ])("has colours where it is more than data: %s", (_, value, expected) => {
    const { now } = showingOf(value, { colours: true });
    expect(String(now.data["text/plain"]).includes("\u001b[")).toBe(expected);
  });

  test("has no colours where NO_COLOR says so", () => {
    const before = process.env.NO_COLOR;
    try {
      process.env.NO_COLOR = "1";
      expect(showingOf(new Date(0)).now.data["text/plain"]).toBe("1970-01-01T00:00:00.000Z");
    } finally {
      if (before === undefined) delete process.env.NO_COLOR;
      else process.env.NO_COLOR = before;
    }
  });
});

describe("values that show themselves", () => {
  test("say all forms", async () => {
    expect(await bundle(new Shown({ "text/html": "<b>", "text/plain": "b" }))).toEqual({
      data: { "text/html": "<b>", "text/plain": "b" },
      metadata: {},
    });
  });

  test("may take their time, give metadata, bytes, lines and anything as JSON", async () => {
    const forms = {
      data: {
        "image/png": new Uint8Array([1, 2]),
        "text/markdown": ["a\n", "b"],
        "application/json": {
          day: new Date(0),
          many: 1n,
          floats: new Float32Array([0.5]),
          nan: NaN,
          f: () => 1,
        },
      },
      metadata: { "image/png": { width: 3 } },
    };
    expect(await bundle(new Shown(Promise.resolve(forms)))).toEqual({
      data: {
        "image/png": "AQI=",
        "text/markdown": "a\nb",
        "application/json": { day: "1970-01-01T00:00:00.000Z", many: 1, floats: [0.5], nan: null },
        "text/plain": "a\nb",
      },
      metadata: { "image/png": { width: 3 } },
    });
  });

  test("show as text with a reason where that fails", async () => {
    const reason = /\n\(shown as text: its Symbol\(Jupyter\.display\) failed: (.*)\)$/;
    const broken = {
      [displaySymbol]() {
        throw new Error("boom");
      },
    };
    expect(await text(broken)).toMatch(/boom\)$/);
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const cases: readonly (readonly [unknown, string])[] = [
      [new Shown(5), "it gave no object of media types"],
      [new Shown({ html: "<b>" }), "it gave no object of media types"],
      [new Shown({ "text/html": 5 }), "it gave no object of media types"],
      [new Shown(Promise.reject(new Error("late"))), "late"],
      [new Shown({ "application/json": cycle }), "it contains itself"],
    ];
    for (const [value, expected] of cases) expect(reason.exec(String(await text(value)))?.[1]).toBe(expected);
  });

  test("may be functions, but not proxies that say yes to any name", async () => {
    const shown = Object.assign(() => 1, { [displaySymbol]: () => ({ "text/plain": "f" }) });
    expect(await text(shown)).toBe("f");
    const remote: object = new Proxy(() => 1, { get: () => remote, apply: () => remote });
    expect(await text(remote)).toBe("[Function (anonymous)]");
  });
});

describe("plain objects of media types", () => {
  test.each([
    [{ "text/html": "<b>" }],
    [{ data: { "text/html": "<b>" }, metadata: {} }],
    [Object.assign(Object.create(null) as object, { "text/html": "<b>" })],
  ])("are shown as such: %o", async (value) => {
    expect((await data(value))["text/html"]).toBe("<b>");
  });

  test.each([[{ "src/html": "a" }], [{ "text/html": "<b>", other: 1 }], [{ "text/html": 5 }], [{ data: 1 }]])(
    "are no bundles: %o",
    async (value) => {
      expect(Object.keys(await data(value))).toEqual(["text/plain"]);
    },
  );
});

describe("pictures", () => {
  const svg = `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>`;
  test.each([
    ["image/png", png()],
    ["image/jpeg", Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ["image/gif", Buffer.from("GIF89a")],
    ["image/webp", Buffer.from("RIFF....WEBP")],
  ])("are known by their first bytes: %s", async (type, bytes) => {
    const expected = { [type]: bytes.toString("base64"), "text/plain": `[${type}, ${bytes.length} bytes]` };
    expect(await data(new Uint8Array(bytes))).toEqual(expected);
    expect(await data(bytes)).toEqual(expected);
    expect(await data(new Blob([new Uint8Array(bytes)], { type }))).toEqual(expected);
  });

  test("of SVG stay text, and get the namespace without which they are no pictures", async () => {
    expect((await data(Buffer.from(svg)))["image/svg+xml"]).toBe(svg);
    expect(
      (await data(new Shown({ "image/svg+xml": ["<!-- <svgs> -->", "<svg\n>"] })))["image/svg+xml"],
    ).toBe(`<!-- <svgs> --><svg xmlns="http://www.w3.org/2000/svg"\n>`);
  });

  test("are not seen in other bytes, nor in text", async () => {
    expect(await data(Buffer.from("hello"))).toEqual({ "text/plain": "<Buffer 68 65 6c 6c 6f>" });
    expect(Object.keys(await data(svg))).toEqual(["text/plain"]);
  });
});

describe("elements and canvases", () => {
  test("are markup", async () => {
    const markup = `<p class="a">x &amp; y</p>`;
    expect(await data(element("p"))).toEqual({ "text/html": markup, "text/plain": markup });
  });

  test("of SVG can stand alone", async () => {
    expect((await data(element("svg")))["image/svg+xml"]).toBe(
      `<svg xmlns="http://www.w3.org/2000/svg" width="3"><g></g></svg>`,
    );
  });

  const canvas = { width: 3, height: 2, getContext: () => null };
  const encoded = { "image/png": png().toString("base64"), "text/plain": "Canvas 3 × 2" };
  test.each([
    ["toBuffer", { ...canvas, toBuffer: () => png() }],
    ["toBuffer, later", { ...canvas, toBuffer: () => Promise.resolve(png()) }],
    ["toDataURL", { ...canvas, toDataURL: () => `data:image/png;base64,${png().toString("base64")}` }],
  ])("draw: %s", async (_, value) => {
    expect(await data(value)).toEqual(encoded);
  });

  test("without drawing are elements", async () => {
    expect((await data(element("canvas")))["text/html"]).toBe(`<canvas width="3" height="2"></canvas>`);
  });
});

describe("Vega", () => {
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    mark: { type: "bar" },
    title: "T",
  };
  test.each([[spec], [{ toSpec: () => spec }]])("is known by its schema: %o", async (value) => {
    expect(await data(value)).toEqual({
      "application/vnd.vegalite.v5+json": spec,
      "text/plain": 'Vega-Lite 5 chart: bar "T"',
    });
  });

  test("is no other thing with a schema", async () => {
    const value = { $schema: "https://json-schema.org/draft/2020-12/schema" };
    expect(Object.keys(await data(value))).toEqual(["text/plain"]);
  });
});

describe("tables", () => {
  const cells = (html: unknown) => {
    const rows = new JSDOM(String(html)).window.document.querySelectorAll("tr");
    return [...rows].map((row) => [...row.children].map((cell) => cell.textContent));
  };

  test("are arrays of flat objects", async () => {
    const rows = [{ a: 1, b: "<x>" }, { a: 2.5, c: new Date(0) }, { b: null }];
    const shown = await data(rows);
    expect(cells(shown["text/html"])).toEqual([
      ["a", "b", "c"],
      ["1", "<x>", ""],
      ["2.5", "", "1970-01-01T00:00:00.000Z"],
      ["", "", ""],
    ]);
    expect(shown["text/plain"]).toContain("b: '<x>'");
  });

  test("are not whatever else is in an array", async () => {
    const others = [[], [{}], [1], [{ a: { b: 1 } }], [{ a: () => 1 }], [[1]], [new Model()], [new Map()]];
    for (const value of others) expect(Object.keys(await data(value))).toEqual(["text/plain"]);
  });

  test("say what they leave out", async () => {
    const row = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`c${i}`, i]));
    const shown = String((await data(Array(2000).fill(row)))["text/html"]);
    expect(shown).toContain("… 1980 more rows, 10 more columns");
    expect(cells(shown)).toHaveLength(21);
    expect(cells((await data(Array(60).fill(row)))["text/html"])).toHaveLength(61);
  });

  const rows = [
    { x: 1, y: "a" },
    { x: 2, y: "b" },
  ];
  const head = (given?: number | { limit: number }) =>
    rows.slice(0, typeof given === "object" ? given.limit : given);
  test.each([
    [
      "polars",
      {
        schema: { x: "i", y: "s" },
        height: 2,
        head: (n: number) => ({ toRecords: () => head(n) }),
        toRecords: () => rows,
      },
    ],
    ["arquero", { columnNames: () => ["x", "y"], numRows: () => 2, objects: head }],
    [
      "arrow",
      { schema: { fields: [{ name: "x" }, { name: "y" }] }, numRows: 2, get: (i: number) => rows[i] },
    ],
    [
      "danfo",
      {
        columns: ["x", "y"],
        values: [
          [1, "a"],
          [2, "b"],
        ],
        shape: [2, 2],
      },
    ],
  ])("of %s are shown", async (_, value) => {
    const shown = await data(value);
    expect(shown["text/plain"]).toBe("Table, 2 × 2: x, y");
    expect(cells(shown["text/html"])).toEqual([
      ["x", "y"],
      ["1", "a"],
      ["2", "b"],
    ]);
  });
});

describe("figures", () => {
  const figure = { data: [{ type: "bar", y: new Float32Array([1, 2]), f: () => 1 }], layout: { title: "T" } };
  const json = { data: [{ type: "bar", y: [1, 2] }], layout: { title: { text: "T" } } };

  test("are there at once, and then with a picture", async () => {
    const { now, later } = showingOf(figure);
    expect(now.data).toEqual({ "application/vnd.plotly.v1+json": json, "text/plain": 'Figure "T" (1 bar)' });
    const { data: all, metadata } = (await later)!;
    expect(all).toEqual({ ...now.data, "image/png": expect.stringMatching(/^iVBOR/) as string });
    expect(metadata).toEqual({ "image/png": { width: 700, height: 450 } });
    expect(await toBundle(figure)).toEqual(await later);
  });

  test("that Plotly cannot draw are shown all the same", async () => {
    const shown = await data({ data: [{ type: "surface", z: [[1]] }], layout: {} });
    expect(shown["application/vnd.plotly.v1+json"]).toBeDefined();
    expect(shown["text/plain"]).toContain("no still picture");
  });

  test.each([[{ data: [1], layout: {} }], [{ data: [], layout: {}, other: 1 }], [{ data: [], layout: [] }]])(
    "are not %o",
    async (value) => {
      expect(Object.keys(await data(value))).toEqual(["text/plain"]);
    },
  );
});

test("values of other contexts are shown like ours", async () => {
  const foreign: unknown = runInContext("({ 'text/html': '<b>' })", createContext({}));
  expect((await data(foreign))["text/html"]).toBe("<b>");
});
