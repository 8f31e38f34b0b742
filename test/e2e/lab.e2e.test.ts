/* What a reader sees in JupyterLab, in a real browser. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { formatNotebook } from "../../src/export/nbformat";
import type { Locator } from "playwright-core";
import { Lab, patience } from "./browser";
import type { LabPage } from "./browser";
import { notebook, temporaryFolder } from "./notebooks";
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
  { timeout: 600_000 },
  () => {
    const { path: folder, remove } = temporaryFolder();
    const root = join(folder, "notebooks");
    let lab: Lab;

    beforeAll(async () => {
      mkdirSync(root);
      lab = await Lab.start(python!, browser.detail, folder, root);
    });
    afterAll(async () => {
      await lab.close();
      remove();
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
      expect(await opened.text(1)).toBe("2 Float32Array(2) [ 5, 15 ] [ '1 became 2' ]\n");
      await opened.run(2);
      await expectText(button, "count: 41");
      await expectText(opened.output(0).locator(".note"), "bytes 1,2,250");
      await opened.ready();
      await opened.run(3);
      expect(await opened.text(3)).toBe("1 became 2; 2 became 41; thanks 9,0,255\n");
      await picture(opened, "widget");
      // Without saving the models: the page asks the kernel for them.
      await opened.save();
      await opened.page.reload();
      await opened.ready();
      await expectText(button, "count: 41");
      await button.click();
      await expectText(button, "count: 42");
    });
  },
);

async function expectText(place: Locator, text: string): Promise<void> {
  await expect.poll(() => place.innerText({ timeout: patience }), { timeout: patience }).toBe(text);
}

async function picture(opened: LabPage, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await opened.page.screenshot({ path: join(pictures, `${name}.png`) });
}
