import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { renderPage } from "../../src/page/index";
import { htmlSanitizer } from "../../src/page/sanitize";
import { parseNotebook } from "../../src/notebook/parse-notebook";
import { bundleOf, comparisonTable, json } from "../../src/view";
import * as plots from "../../src/plots";
import { temporaryFolder } from "../e2e/notebooks";
import { Visitor } from "../page/hostile/visit";
import { madeUpReport } from "../plots/fixture/report";
import { renamed } from "./hostile-names";

const found = checkBrowser();
const { path: folder, remove } = temporaryFolder();

describe.skipIf(found.state !== "found")("an experiment with hostile names, shown (needs Chromium)", () => {
  let browser: Visitor;
  beforeAll(async () => {
    browser = await Visitor.start(found.detail);
  });
  afterAll(async () => {
    await browser.close();
    remove();
  });

  it.each([false, true])(
    "runs nothing, asks for nothing, and every figure is drawn; sanitised: %s",
    async (clean) => {
      const made = madeUpReport();
      const report = renamed(made, [
        ...made.approaches.map(({ name }) => name),
        ...made.task.classes,
        made.name,
      ]);
      const routed = report.approaches.find(({ type }) => type === "cascade")!.name;
      const figures = [
        plots.accuracyComparison(report),
        plots.accuracyParts(report),
        plots.accuracyVersusCost(report),
        plots.approachConfusion(report, routed),
        plots.costComparison(report),
        plots.pairedDifferences(report),
        plots.routeSankey(report),
        plots.trainingCurves(report),
      ];
      const shown = await Promise.all(
        [...figures, comparisonTable(report), json(report.approaches)].map(async (value) =>
          bundleOf(value, { still: false }),
        ),
      );
      const notebook = {
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: shown.map((data) => ({
          cell_type: "code",
          metadata: {},
          source: "show(report)",
          outputs: [{ output_type: "display_data", data, metadata: {} }],
        })),
      };
      const page = renderPage(parseNotebook(JSON.stringify(notebook), "n.ipynb"), {
        sanitize: clean ? htmlSanitizer() : undefined,
      });
      const file = join(folder, `${clean}.html`);
      writeFileSync(file, page);
      const seen = await browser.visit(pathToFileURL(file).href, true);
      expect(seen).toMatchObject({ ran: false, requests: [], errors: [], figures: figures.length });
    },
  );
});
