import { writeWhole } from "../files";
import { refusePromise } from "../options";
import type { Report } from "./report";

/** Writes a report as JSON, whole or not at all. `schemas/report.schema.json` describes it. */
export async function saveReport(report: Report, file: string): Promise<void> {
  refusePromise(report, "saveReport needs a report", "compare(…)");
  await writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
