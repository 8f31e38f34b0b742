import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { displaySymbol, toBundle } from "../../../kernel-ext/kernel/src/display";
import { installGlobals } from "../../../kernel-ext/kernel/src/globals";
import type { Screen } from "../../../kernel-ext/kernel/src/globals/screen";
import { Interrupted } from "../../../kernel-ext/kernel/src/host/services";
import { Recorder } from "./recorder";

let recorder: Recorder;
let screen: Screen;

function install(answer?: () => string | undefined): void {
  recorder = new Recorder(answer);
  screen = installGlobals(recorder);
}

beforeEach(() => {
  install();
});

const dataOf = (value: unknown) => (value as { [displaySymbol]: () => unknown })[displaySymbol]();

describe("display", () => {
  test("shows a value with an id, and replaces it", () => {
    const shown = display([1, 2]);
    shown.update("x");
    shown.clear();
    const content = (data: object) => ({ data, metadata: {}, transient: { display_id: shown.id } });
    expect(recorder.published).toEqual([
      { type: "display_data", content: content({ "text/plain": "[ 1, 2 ]" }), request: undefined },
      { type: "update_display_data", content: content({ "text/plain": "'x'" }), request: undefined },
      { type: "update_display_data", content: content({ "text/plain": "" }), request: undefined },
    ]);
  });

  test("takes ids, updates from elsewhere, metadata and whole bundles", () => {
    display("a", { id: "one" });
    display(
      { "text/html": "<b>", "text/plain": "b" },
      { id: "one", update: true, raw: true, metadata: { "text/html": { isolated: true } } },
    );
    expect(recorder.published.at(-1)).toEqual({
      type: "update_display_data",
      content: {
        data: { "text/html": "<b>", "text/plain": "b" },
        metadata: { "text/html": { isolated: true } },
        transient: { display_id: "one" },
      },
      request: undefined,
    });
    expect(() => display("no bundle", { raw: true })).toThrow(/raw: true.*object of media types/);
  });

  test("shows nothing more where it ends a cell", () => {
    expect(toBundle(display(1))).toBeUndefined();
    expect(toBundle(display.html("<b>"))).toBeUndefined();
  });

  test("shows undefined, for it was asked to", () => {
    display(undefined, { id: "u" });
    expect(String(recorder.data["text/plain"])).toContain("undefined");
  });

  test("shows at once what takes its time, and replaces it under the cell that asked", async () => {
    const slow = { [displaySymbol]: () => Promise.resolve({ "text/html": "<b>" }), name: "slow" };
    const shown = recorder.within("cell 1", () => display(slow));
    expect(recorder.types).toEqual(["display_data"]);
    await screen.whenShown("cell 2");
    expect(recorder.types).toEqual(["display_data"]);
    await screen.whenShown("cell 1");
    await shown.shown;
    expect(recorder.types).toEqual(["display_data", "update_display_data"]);
    expect(recorder.published.map(({ request }) => request)).toEqual(["cell 1", "cell 1"]);
    expect(recorder.data["text/html"]).toBe("<b>");
  });

  test("does not put something old over something new", async () => {
    let finish: (data: object) => void = () => undefined;
    const slow = { [displaySymbol]: () => new Promise((resolve) => (finish = resolve)) };
    const shown = recorder.within("cell", () => display(slow));
    shown.update("new");
    finish({ "text/plain": "old" });
    await screen.whenShown("cell");
    expect(recorder.published).toHaveLength(2);
    expect(recorder.data).toEqual({ "text/plain": "'new'" });
  });

  test("shows figures at once, and adds the picture", async () => {
    const figure = { data: [{ type: "bar", y: [1] }], layout: {} };
    recorder.within("cell", () => display(figure));
    expect(Object.keys(recorder.data)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
    await screen.whenShown("cell");
    expect(Object.keys(recorder.data)).toContain("image/png");
    expect(recorder.types).toEqual(["display_data", "update_display_data"]);
  });

  test("puts a figure in the place of another by way of something else, or JupyterLab keeps the first", () => {
    const figure = { data: [{ type: "bar", y: [1] }], layout: { height: 200 } };
    const shown = recorder.within("cell", () => display(figure));
    recorder.within("cell", () => shown.update(figure));
    expect(recorder.published.map(({ content }) => Object.keys(content.data as object)[0])).toEqual([
      "application/vnd.plotly.v1+json",
      "text/html",
      "application/vnd.plotly.v1+json",
    ]);
    shown.update("text");
    shown.update(figure);
    expect(recorder.published).toHaveLength(5);
  });
});

describe("display's helpers", () => {
  test.each([
    ["text/html", () => display.html("<b>x</b>"), "<b>x</b>"],
    ["text/markdown", () => display.markdown("**x**"), "**x**"],
    ["text/latex", () => display.latex("$x$"), "$x$"],
    ["image/svg+xml", () => display.svg("<svg></svg>"), `<svg xmlns="http://www.w3.org/2000/svg"></svg>`],
    ["application/json", () => display.json({ x: [1n] }), { x: [1] }],
  ])("show %s", (type, show, expected) => {
    show();
    expect(recorder.data[type]).toEqual(expected);
    expect(recorder.data["text/plain"]).toBeTypeOf("string");
  });

  describe("image", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "espalier-display-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    test("shows bytes and files", () => {
      const bytes = Buffer.from("GIF89a");
      const file = join(folder, "a.gif");
      writeFileSync(file, bytes);
      for (const source of [bytes, new Uint8Array(bytes).buffer, file]) {
        display.image(source);
        expect(recorder.data["image/gif"]).toBe(bytes.toString("base64"));
      }
    });

    test("says what is no picture", () => {
      const file = join(folder, "a.txt");
      writeFileSync(file, "text");
      expect(() => display.image(file)).toThrow(/a\.txt is no picture: give a PNG/);
      expect(() => display.image(join(folder, "none.png"))).toThrow(/ENOENT.*none\.png/);
    });
  });
});

test("clearOutput clears, at once or when something comes", () => {
  clearOutput();
  clearOutput({ wait: true });
  expect(recorder.published.map(({ type, content }) => [type, content])).toEqual([
    ["clear_output", { wait: false }],
    ["clear_output", { wait: true }],
  ]);
});

describe("questions", () => {
  test("prompt gives the answer, the default for an empty one, null for none", () => {
    install(() => "Ada");
    expect(prompt("name?")).toBe("Ada");
    expect(prompt("secret?", undefined, { password: true })).toBe("Ada");
    expect(recorder.asked).toEqual([
      { question: "name?", password: false },
      { question: "secret?", password: true },
    ]);
    install(() => "");
    expect(prompt("name?", "nobody")).toBe("nobody");
    expect(recorder.asked[0]!.question).toBe("name? [nobody] ");
    install(() => undefined);
    expect(prompt("name?", "nobody")).toBeNull();
  });

  test.each([
    ["y", true],
    [" Yes ", true],
    ["", false],
    ["n", false],
    ["yellow", false],
    [undefined, false],
  ])("confirm takes %j as %s", (answer, expected) => {
    install(() => answer);
    expect(confirm("go on?")).toBe(expected);
    expect(recorder.asked[0]!.question).toBe("go on? [y/N] ");
  });

  test("alert waits, prints where nobody is, and can be interrupted", () => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
    install(() => "");
    alert("look");
    expect(recorder.asked[0]!.question).toBe("look [Enter] ");
    expect(printed).not.toHaveBeenCalled();
    install(() => {
      throw new Error("this front end cannot ask");
    });
    alert("look");
    expect(printed).toHaveBeenCalledWith("look");
    install(() => {
      throw new Interrupted();
    });
    expect(() => alert("look")).toThrow(Interrupted);
    printed.mockRestore();
  });
});

describe("templates", () => {
  // By other names: prettier would lay out what stands in html`…`.
  const markup: typeof html = (...given) => html(...given);
  const text: typeof md = (...given) => md(...given);

  test("escape what is put in, unless it is markup", () => {
    const items = ["a", "<b>"].map((item) => markup`<li>${item}</li>`);
    const rest = [null, undefined, false, true, { outerHTML: "<hr>" }, 1, { a: "<" }];
    const list = markup`<ul class="${'"'}">${items}${rest}</ul>`;
    const expected = `<ul class="&quot;"><li>a</li><li>&lt;b&gt;</li><hr>1{ a: &#39;&lt;&#39; }</ul>`;
    expect(String(list)).toBe(expected);
    expect(dataOf(list)).toEqual({ "text/html": expected, "text/plain": expected });
    expect(dataOf(svg`<svg>${"<"}</svg>`)).toMatchObject({ "image/svg+xml": "<svg>&lt;</svg>" });
  });

  test("of Markdown are put together as they are", () => {
    expect(dataOf(text`# ${"<b>"}\n${1} ${undefined}${["x", "y"]}`)).toEqual({
      "text/markdown": "# <b>\n1 xy",
      "text/plain": "# <b>\n1 xy",
    });
  });
});
