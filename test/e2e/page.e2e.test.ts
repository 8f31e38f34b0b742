import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/notebook/nbformat";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { espalier, notebook, temporaryFolder } from "./notebooks";

const browser = checkBrowser();
const { path: folder, remove } = temporaryFolder();
afterAll(remove);

describe.skipIf(browser.state !== "found")("a page in a browser (needs Chromium)", () => {
  it("draws its figures without a network, as wide as the page", async () => {
    const content = notebook(["1"]);
    const figure = {
      data: [{ type: "scatter", x: [1, 2], y: [3, 4], name: "</script>" }],
      layout: { width: 3000, height: 250, title: { text: "Accuracy" } },
    };
    const [cell] = content.cells;
    if (cell?.cell_type === "code")
      cell.outputs = [
        { output_type: "display_data", data: { "application/vnd.plotly.v1+json": figure }, metadata: {} },
      ];
    const file = join(folder, "figure.ipynb");
    writeFileSync(file, formatNotebook(content));
    const { code, stderr } = await espalier(["page", file, "--title", "A page"]).ended;
    expect(code, stderr).toBe(0);
    expect(readFileSync(join(folder, "figure.html"), "utf8")).toContain("<title>A page</title>");
    const { stdout } = spawnSync(
      browser.detail,
      [
        ...[
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--window-size=800,600",
          "--virtual-time-budget=10000",
        ],
        // Nothing can be reached, should the page try.
        ...["--proxy-server=127.0.0.1:9", `--user-data-dir=${join(folder, "profile")}`],
        "--dump-dom",
        pathToFileURL(join(folder, "figure.html")).href,
      ],
      { encoding: "utf8", maxBuffer: 64 << 20 },
    );
    const drawn = stdout.slice(stdout.indexOf('<div class="figure'));
    const width = Number(/class="main-svg"[^>]*width="(\d+(?:\.\d+)?)"/.exec(drawn)?.[1]);
    expect(width).toBeGreaterThan(300);
    expect(width).toBeLessThan(800);
    expect(drawn).toContain("Accuracy");
  });
});
