/* What a reader sees in JupyterLab, in a real browser. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { formatNotebook } from "../../src/notebook/nbformat";
import type { Locator } from "playwright-core";
import { patience } from "../eventually";
import { Lab } from "./browser";
import type { LabPage } from "./browser";
import { notebook, root as projectRoot, temporaryFolder } from "./notebooks";
import { pythonWith } from "./python";

const browser = checkBrowser();
const python = pythonWith("jupyterlab", "anywidget", "plotly");
/** Where pictures of what is tested go, for people to look at. */
const pictures = process.env.ESPALIER_PICTURES;

const counter = `
const counter = widget({
  state: { count: 1, curve: new Float32Array([0.5, 1.5]) },
  css: ".counter { color: rgb(0, 128, 0) }",
  esm: \`export default {
    render({ model, el }) {
      const button = document.createElement("button");
      const note = document.createElement("p");
      button.className = "counter";
      note.className = "note";
      const show = () => (button.textContent = "count: " + model.get("count"));
      button.onclick = () => {
        const { buffer, byteOffset, byteLength } = model.get("curve");
        const curve = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
        model.set("count", model.get("count") + 1);
        model.set("curve", new DataView(curve.map((y) => y * 10).buffer));
        model.save_changes();
      };
      model.on("change:count", show);
      model.on("msg:custom", ({ text }, [bytes]) => {
        note.textContent = text + " " + new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).join();
        model.send({ kind: "thanks" }, undefined, [new Uint8Array([9, 0, 255]).buffer]);
      });
      show();
      el.append(button, note);
    },
  };\`,
});
const heard: string[] = [];
counter.on("change:count", (count, before) => { heard.push(\`\${before} became \${count}\`); });
counter.on("msg:custom", (content: { kind: string }, [bytes]) => { heard.push(\`\${content.kind} \${bytes}\`); });
counter`;

describe.skipIf(!python || browser.state !== "found")(
  "JupyterLab in a browser (needs Chromium, and Python with JupyterLab: npm run lab -- --set-up-only)",
  () => {
    let root: string;
    let lab: Lab;
    const end: (() => Promise<void> | void)[] = [];

    beforeAll(async () => {
      const folder = temporaryFolder();
      end.unshift(folder.remove);
      root = join(folder.path, "notebooks");
      mkdirSync(root);
      lab = await Lab.start(python!, browser.detail, folder.path, root);
      end.unshift(() => lab.close());
    });
    afterAll(async () => {
      for (const step of end) await step();
    });

    const open = (name: string, cells: readonly string[]) => {
      writeFileSync(join(root, name), formatNotebook(notebook(cells)));
      return lab.open(name);
    };

    it("shows a widget, and talks with it both ways", async () => {
      const cells = [
        counter,
        "console.log(counter.get('count'), counter.get('curve'), heard);",
        "counter.set('count', 41);\ncounter.send({ text: 'bytes' }, [new Uint8Array([1, 2, 250])]);",
        "console.log(heard.join('; '))",
      ];
      const opened = await open("widget.ipynb", cells);
      await opened.run(0);
      const button = opened.output(0).locator("button.counter");
      await expectText(button, "count: 1");
      expect(await button.evaluate((element) => getComputedStyle(element).color)).toBe("rgb(0, 128, 0)");
      await button.click();
      await expectText(button, "count: 2");
      await opened.run(1);
      expect(await opened.text(1)).toBe("2 Float32Array(2) [ 5, 15 ] [ '1 became 2' ]");
      await opened.run(2);
      await expectText(button, "count: 41");
      await expectText(opened.output(0).locator(".note"), "bytes 1,2,250");
      await opened.ready();
      await opened.run(3);
      expect(await opened.text(3)).toBe("1 became 2; 2 became 41; thanks 9,0,255");
      await picture(opened, "widget");
      // Without saving the models: the page asks the kernel for them.
      await opened.save();
      await opened.page.reload();
      await opened.ready();
      await expectText(button, "count: 41");
      await button.click();
      await expectText(button, "count: 42");
    });

    it("shows what cells show, each in its way", async () => {
      const cells = [
        `import { setTimeout as sleep } from "node:timers/promises";
for (const step of progress(Array.from({ length: 4 }, (_, i) => i), { label: "steps" })) await sleep(50);
console.log("\\u001b[32mgreen\\u001b[0m");`,
        `({ data: [{ type: "scatter", x: [1, 2, 3], y: [2, 5, 3], name: "line" }], layout: { width: 500, height: 300, title: { text: "A figure" } } })`,
        `[{ name: "cat", legs: 4 }, { name: "bird", legs: 2 }]`,
        'html`<b style="color: #c00">${1 + 1} &lt; 3</b>`',
        "md`# A title\n\nwith $x^2$`",
        `function fails(depth: number): never {\n  throw new RangeError("too deep: " + depth);\n}\nfails(3);`,
        `const wrong: number = "text";`,
        "({ a: 1, text: 'x', nested: { list: [1, 2, 3], date: new Date(0) } })",
        "parseI",
        "parseInt",
      ];
      const opened = await open("shows.ipynb", cells);
      for (let index = 0; index < 8; index++) await opened.run(index);
      expect(await opened.text(0)).toMatch(/^steps\s+100 %\s+4\/4 .*\s+green$/);
      await expectFitting(opened, 1, 500);
      expect(await opened.output(2).locator("td").allInnerTexts()).toEqual(["cat", "4", "bird", "2"]);
      expect(await opened.output(3).locator("b").innerText()).toBe("2 < 3");
      expect(await opened.output(4).locator("h1").innerText()).toContain("A title");
      const failure = await opened.text(5);
      expect(failure).toContain("RangeError: too deep: 3");
      expect(failure).toContain('> 2 |   throw new RangeError("too deep: " + depth);');
      expect(failure).not.toMatch(/node:|tslab|\.js/);
      expect(await opened.text(6)).toContain("TypeScriptError: 1:7 - Type 'string' is not assignable");
      expect(await opened.text(7)).toBe(
        "{ a: 1, text: 'x', nested: { list: [ 1, 2, 3 ], date: 1970-01-01T00:00:00.000Z } }",
      );
      await picture(opened, "shows");
      await opened.press(8, "Tab");
      // Those that begin so, not all that there are.
      const matches = opened.page.locator(".jp-Completer .jp-Completer-item");
      await matches.first().waitFor();
      expect(await matches.locator(".jp-Completer-match").allInnerTexts()).toEqual(["parseInt"]);
      await screen(opened, "completion");
      await opened.page.keyboard.press("Escape");
      await opened.press(9, "Shift+Tab");
      const tooltip = opened.page.locator(".jp-Tooltip");
      await tooltip.waitFor();
      expect(await tooltip.innerText()).toContain("function parseInt(string: string, radix?: number");
      await screen(opened, "tooltip");
    });

    it("replaces a figure that is shown, as often as it is asked to", async () => {
      const opened = await open("replaced.ipynb", [
        `const figure = (text: string) => ({ data: [{ type: "bar", y: [1] }], layout: { title: { text } } });
const shown = display(figure("one"));`,
        `shown.update(figure("two"));`,
        `shown.update(figure("three"));`,
      ]);
      const title = opened.output(0).locator(".gtitle");
      for (const [index, text] of ["one", "two", "three"].entries()) {
        await opened.run(index);
        await expect.poll(() => title.textContent(), { timeout: patience }).toBe(text);
      }
    });

    it("runs notebook 01", async () => {
      const name = "01-three-approaches.ipynb";
      // As in notebooks/, but for the library: the kernel knows its own.
      for (const part of ["specs", "tsconfig.json"]) {
        cpSync(join(projectRoot, "notebooks", part), join(root, part), { recursive: true });
      }
      cpSync(join(projectRoot, "tsconfig.json"), join(root, "..", "tsconfig.json"));
      const text = readFileSync(join(projectRoot, "notebooks", name), "utf8");
      writeFileSync(
        join(root, name),
        text.replace("let seeds = 3;", "let seeds = 2;").replace("let epochs = 12;", "let epochs = 2;"),
      );
      const opened = await lab.open(name);
      await opened.runAll();
      await picture(opened, "notebook-01");
      expect(await opened.errors()).toEqual([]);
      const figures = opened.page.locator(".jp-RenderedPlotly img");
      expect(await figures.count()).toBeGreaterThanOrEqual(8);
    });
  },
);

async function expectText(place: Locator, text: string): Promise<void> {
  await expect.poll(() => place.innerText({ timeout: patience }), { timeout: patience }).toBe(text);
}

/** The picture of a figure is as wide as the figure is to be. */
async function expectFitting(opened: LabPage, index: number, width: number): Promise<void> {
  const image = opened.output(index).locator("img");
  expect((await image.boundingBox())?.width).toBe(width);
  // Under the mouse it becomes the figure itself.
  await image.dispatchEvent("mouseenter");
  await opened.output(index).locator(".main-svg").first().waitFor();
}

async function screen(opened: LabPage, name: string): Promise<void> {
  if (pictures !== undefined) await opened.page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function picture(opened: LabPage, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await opened.picture(join(pictures, `${name}.png`));
}
