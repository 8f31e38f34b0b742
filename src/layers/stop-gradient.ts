import { stopGradient as cut } from "../backend/stop-gradient";
import type { Apply } from "./layer";

/** x, and no gradient back. */
export const stopGradient: Apply<"stopGradient"> = (_, [x]) => ({ value: cut(x!) });
