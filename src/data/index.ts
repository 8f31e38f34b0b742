export { contactSheet, type ContactSheetOptions } from "./contact-sheet";
export type { Dataset, InputColumn } from "./dataset";
export { decodeImage } from "./decode-image";
export { loadFolder, type FolderOptions } from "./formats/folder";
export { fromArrays, type Arrays, type NestedNumbers } from "./from-arrays";
export { fromRecords, type DataRecord, type RecordForm, type RecordOptions } from "./from-records";
export { groupOfEachClass, hierarchyLabels, type Groups, type HierarchyLabels } from "./hierarchy";
export { decodeIdx, encodeIdx, readIdx, type IdxArray, type IdxValues } from "./idx";
export { loadIdx } from "./formats/idx";
export { joinDatasets } from "./join";
export type { Labelled } from "./labelled";
export { expandPath, loadData, type LoadOptions } from "./load";
export { resize, type Raster } from "./resize";
export { randomHoldOut, stratifiedFolds, stratifiedHoldOut, type Split } from "./splits";
export { split, subset, type SplitOptions } from "./subset";
export {
  ANIMALS,
  BREEDS,
  drawAnimals,
  mixedDataTypes,
  type AnimalOptions,
  type Breed,
  type MixedOptions,
} from "./synthetic";
export { loadTable, type TableOptions } from "./formats/table";
