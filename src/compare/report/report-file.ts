import { damaged, digestOfJson, parseJson, readText, writeWhole } from "../../files";
import { requireReport } from "../../options";
import { checkPart } from "../../spec";
import type { Report } from "./report";

const VERSION = 2;

/**
 * Writes a report as JSON, whole or not at all. `schemas/report.schema.json` describes it. A metric of the history that
 * is not finite is left out: JSON has no number for it.
 */
export async function saveReport(report: Report, file: string): Promise<void> {
  requireReport(report, "saveReport");
  const sealed: Partial<Report> = { ...finite(report), version: VERSION };
  Reflect.deleteProperty(sealed, "sha256");
  const text = JSON.stringify({ ...sealed, sha256: digestOfJson(sealed) }, undefined, 2);
  await writeWhole(file, `${text}\n`);
}

/**
 * Reads a report that `saveReport` wrote. Its layout may be another than it wrote, its content may not. A report of
 * version 1, which has no checksum, is checked by the schema alone.
 *
 * @throws EspalierError where it is no report, or not the one that was saved
 */
export async function readReport(file: string): Promise<Report> {
  const value = parseJson(await readText(file, { limit: "dataBytes" }), file);
  const { sha256, ...content } = value;
  const version = content["version"];
  if (version === undefined ? sha256 !== undefined : version === VERSION && sha256 !== digestOfJson(content))
    throw damaged("its content does not have its checksum", file);
  if (version !== undefined && version !== VERSION)
    throw damaged(`it is no report of version ${VERSION} or before`, file);
  checkPart("Report", value, file);
  return value as unknown as Report;
}

function finite(report: Report): Report {
  const runs = report.runs.map((run) => ({
    ...run,
    history: run.history.map(({ figures, ...rest }) => ({
      ...rest,
      figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value))),
    })),
  }));
  return JSON.parse(JSON.stringify({ ...report, runs })) as Report;
}
