import type { InputSpec, PadSpec } from "../language";
import { filled } from "./defaults";

/** How the sequences of an input are padded, every default filled in; `undefined`: they are not. */
export function normalPad(pad: InputSpec["pad"]): Required<PadSpec> | undefined {
  if (pad === undefined || pad === false) return undefined;
  return filled("PadSpec", pad === true ? {} : pad, "value", "truncate");
}
