/* What the layers over sequences share. */
import type { Padding1d } from "../../spec/language";
import { isMessage, type Message } from "../message";
import * as messages from "../messages";
import type { Value } from "./kind";
import { requireFloat } from "./kind";
import { slide } from "./window";

/** Refuses integers, and shapes that have not exactly `[steps, channels]`. */
export function requireSequence(type: string, value: Value): Message | readonly [number, number] {
  const [steps, channels] = value.shape;
  if (value.shape.length !== 2 || steps === undefined || channels === undefined) {
    return messages.notASequence(type, value.shape);
  }
  return requireFloat(type, value) ?? [steps, channels];
}

/** How many steps a window leaves: as of images, and ceil(steps / stride) where what is missing is put in front. */
export function slideOver(
  noun: "kernel" | "window",
  steps: number,
  window: number,
  stride: number,
  padding: Padding1d,
): number | Message {
  const out = slide(noun, [1, steps], [1, window], [1, stride], padding === "causal" ? "same" : padding);
  return isMessage(out) ? messages.windowTooLong(noun, window, steps) : out[1];
}
