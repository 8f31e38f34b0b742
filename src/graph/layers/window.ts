/* A window that moves over an image: the arithmetic that convolutions and pooling share. */
import type { Padding } from "../../spec/language";
import type { Message } from "../message";
import * as messages from "../messages";

/**
 * Height and width of what a window leaves: `valid` floor((length - window) / stride) + 1, `same`
 * ceil(length / stride), as in TensorFlow. `noun` is what messages call the window.
 */
export function slide(
  noun: "kernel" | "window",
  image: readonly [number, number],
  window: readonly [number, number],
  strides: readonly [number, number],
  padding: Padding,
): readonly [number, number] | Message {
  const [height, width] = image;
  if (padding === "same") return [Math.ceil(height / strides[0]), Math.ceil(width / strides[1])];
  if (window[0] > height || window[1] > width) return messages.windowTooLarge(noun, window, image);
  return [
    Math.floor((height - window[0]) / strides[0]) + 1,
    Math.floor((width - window[1]) / strides[1]) + 1,
  ];
}
