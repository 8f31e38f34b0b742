import type { Kind } from "./kind";
import { canvas } from "./kinds/canvas";
import { element } from "./kinds/element";
import { figure } from "./kinds/figure";
import { frame } from "./kinds/frame";
import { mimeBundle } from "./kinds/mime-bundle";
import { picture } from "./kinds/picture";
import { records } from "./kinds/records";
import { tensor } from "./kinds/tensor";
import { vega } from "./kinds/vega";

/** In the order in which they are asked; the first that knows the value shows it. */
export const kinds: readonly Kind[] = [
  mimeBundle,
  figure,
  vega,
  tensor,
  picture,
  // Before the elements of which it is one, in jsdom.
  canvas,
  element,
  frame,
  records,
];
