/*
 * A report as tables: what each approach reaches and costs, and which differences stand.
 */
import { chanceText } from "../compare/report/verdict";
import { formatReportNotice } from "../compare/report/notices";
import type { ApproachRecord, Report } from "../compare/report/report";
import { majorityClass } from "../compare/report/majority-class";
import { requireReport } from "../options";
import { formatCount, formatDifference, formatSeconds, formatShare, formatSpread } from "../text/numbers";
import { table, type Column } from "./table";
import type { View } from "./view";

/**
 * An approach a row: accuracy (mean ± standard deviation over the runs), oracle, gate, regret, difference to the first
 * approach with its p, parameters, FLOPs, times. Columns that no approach has are left out.
 */
export function comparisonTable(report: Report): View {
  requireReport(report, "comparisonTable");
  const baseline = report.approaches[0]?.name ?? "";
  const share = (metric: string, title = metric): Column<ApproachRecord> => ({
    title,
    align: "right",
    value: ({ name }) => {
      const spread = report.summary[name]?.[metric];
      return spread && formatSpread(spread);
    },
  });
  const time = (metric: string, title: string): Column<ApproachRecord> => ({
    title,
    align: "right",
    value: ({ name }) => {
      const spread = report.summary[name]?.[metric];
      return spread && formatSeconds(spread.mean);
    },
  });
  const majority = majorityClass(report.task);
  const columns: Column<ApproachRecord>[] = [
    { title: "approach", value: "name" },
    share("whole", "accuracy"),
    // Beside accuracy where classes are uneven: elsewhere they say the same.
    ...(majority ? [share("balanced", "balanced accuracy"), share("macro F1")] : []),
    {
      title: `against ${baseline}`,
      align: "right",
      value: ({ name }) => differenceText(report, name, baseline),
    },
    share("oracle"),
    share("gate"),
    share("regret"),
    { title: "parameters", align: "right", value: ({ parameters }) => formatCount(parameters) },
    { title: "FLOPs, routed", align: "right", value: ({ flops }) => formatCount(flops.expected) },
    { title: "FLOPs, all", align: "right", value: ({ flops }) => formatCount(flops.all) },
    time("train seconds", "train"),
    time("predict seconds", "predict"),
  ];
  return table(report.approaches, {
    caption: report.name,
    columns: columns.filter(({ value }) =>
      report.approaches.some((approach) => typeof value !== "function" || value(approach) !== undefined),
    ),
    note: noteOf(report),
  });
}

/**
 * `+0.009 (p = 0.412)`: first minus second, whichever way round the report has the pair. Without p for a single run, where
 * McNemar's would be one of samples, and where nothing estimates it.
 */
function differenceText(report: Report, name: string, baseline: string): string | undefined {
  for (const { first, second, difference, p } of report.pairs) {
    const sign = first === name && second === baseline ? 1 : first === baseline && second === name ? -1 : 0;
    if (sign === 0) continue;
    const text = formatDifference(sign * difference);
    return p === undefined ? text : `${text} (${chanceText(p)})`;
  }
  return undefined;
}

function noteOf(report: Report): string {
  const runs = report.approaches.map(({ name }) => report.runs.filter((run) => run.approach === name).length);
  const [fewest, most] = [Math.min(...runs), Math.max(...runs)];
  const sentences = [
    most > 1
      ? `Mean ± standard deviation over ${fewest === most ? most : `${fewest} to ${most}`} runs; p with the standard error corrected for overlapping training sets.`
      : most === 1
        ? "One run of each approach: the numbers say nothing of chance."
        : "No run has finished.",
  ];
  const majority = majorityClass(report.task);
  if (majority) {
    sentences.push(
      `Classes are uneven: always answering ${majority.name} would be right for ${formatShare(majority.share)}.`,
    );
  }
  const failed = report.failures?.length ?? 0;
  if (failed > 0)
    sentences.push(`${failed} ${failed === 1 ? "run" : "runs"} failed: ${report.failures![0]!.message}`);
  if (report.missing)
    sentences.push(`${report.missing} planned ${report.missing === 1 ? "run is" : "runs are"} missing.`);
  const notices = (report.notices ?? []).map((notice) => `Note: ${formatReportNotice(notice)}`);
  return [sentences.join(" "), ...notices].join("\n");
}
