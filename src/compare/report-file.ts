import { writeWhole } from "../files";
import type { Report } from "./report";

/** Writes a report as JSON, whole or not at all. `schemas/report.schema.json` describes it. */
export async function saveReport(report: Report, file: string): Promise<void> {
  await writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
