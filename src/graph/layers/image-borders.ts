/* Images made larger or smaller. FLOPs: none, they copy. */
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { requireImage } from "./kind";

/** `[h, w, c]` -> `[top + h + bottom, left + w + right, c]`. */
export const zeroPadding2d: Kind<"zeroPadding2d"> = {
  arity: "one",
  infer({ type, padding }, input) {
    const image = requireImage(type, input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    const [[top, bottom], [left, right]] = padding;
    const shape = [top + height + bottom, left + width + right, channels];
    return { shape, dtype: "float32", weights: [], flops: 0 };
  },
};

/** `[h, w, c]` -> `[h - top - bottom, w - left - right, c]`. */
export const cropping2d: Kind<"cropping2d"> = {
  arity: "one",
  infer({ type, cropping }, input) {
    const image = requireImage(type, input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    const [[top, bottom], [left, right]] = cropping;
    const shape = [height - top - bottom, width - left - right, channels];
    if (shape[0]! < 1 || shape[1]! < 1) return messages.nothingLeftOfImage(cropping, [height, width]);
    return { shape, dtype: "float32", weights: [], flops: 0 };
  },
};

/** `[h, w, c]` -> `[size · h, size · w, c]`. */
export const upSampling2d: Kind<"upSampling2d"> = {
  arity: "one",
  infer({ type, size }, input) {
    const image = requireImage(type, input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    return { shape: [height * size[0], width * size[1], channels], dtype: "float32", weights: [], flops: 0 };
  },
};
