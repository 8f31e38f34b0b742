/* How an experiment brings the columns of its table to a common scale. */
import { columnStatistics, describeDifference, differenceOf } from "../../data/column-statistics";
import type { Dataset } from "../../data/dataset";
import { quote } from "../../text/wording";
import type { Notice } from "../../notice";
import type { DataSpec, Scale } from "../../spec/language";

export interface TableScale {
  readonly scale: Scale;
  /** What was decided without being asked for. */
  readonly notices: readonly Notice[];
}

/**
 * What the experiment says; where it says nothing, `standard` for columns that are very different (`differenceOf`),
 * else `none`. `undefined` for data that is no table. Only the decision looks at all rows: the statistics that are
 * applied come from the training samples.
 */
export function tableScale(spec: DataSpec, data: Dataset, input: string): TableScale | undefined {
  if (!("columns" in spec)) return undefined;
  if (spec.scale !== undefined) return { scale: spec.scale, notices: [] };
  const column = data.inputs[input];
  if (!(column?.data instanceof Float32Array)) return undefined;
  const rows = Int32Array.from({ length: data.size }, (_, sample) => column.rows?.[sample] ?? sample);
  const statistics = columnStatistics(
    column,
    rows.filter((row) => row >= 0),
  );
  const difference = differenceOf(statistics);
  if (!difference) return { scale: "none", notices: [] };
  const nameOf = (number: number): string => quote(spec.columns[number] ?? `column ${number}`);
  const seen = describeDifference(difference, statistics, nameOf);
  const notice: Notice = {
    code: "tableScaled",
    where: "/data",
    message: `the columns are on very different scales (${seen}), so each is brought to mean 0 and standard deviation 1 of the training samples`,
    hint: 'write "scale": "standard" to keep it so whatever the data, or "none" to leave them as they are',
  };
  return { scale: "standard", notices: [notice] };
}
