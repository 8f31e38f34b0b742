import { drawAnimals } from "../synthetic";
import type { DataFormat } from "./format";

/** Drawn images of animals. */
export const synthetic: DataFormat<"synthetic"> = {
  load: (spec, { classes }) => drawAnimals({ ...spec, ...(classes && { classes }) }),
};
