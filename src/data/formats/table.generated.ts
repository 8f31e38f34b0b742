// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { DataFormatName } from "../../spec/language";
import type { DataFormat } from "./format";
import { folder } from "./folder";
import { idx } from "./idx";
import { synthetic } from "./synthetic";
import { table } from "./table";

/** Every format of data. */
export const formats: { readonly [F in DataFormatName]: DataFormat<F> } = {
  folder,
  idx,
  synthetic,
  table,
};
