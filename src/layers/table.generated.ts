// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { LayerType } from "../spec/language";
import type { Apply } from "./layer";
import { activation } from "./activation";
import { batchNormalization } from "./batch-normalization";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { depthwiseConv2d } from "./depthwise-conv2d";
import { dropout } from "./dropout";
import { embedding } from "./embedding";
import { globalAveragePooling1d } from "./global-average-pooling1d";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d";
import { layerNormalization } from "./layer-normalization";
import { add, multiply, concatenate } from "./merging";
import { maxPooling2d, averagePooling2d } from "./pooling2d";
import { flatten, reshape } from "./reshaping";
import { separableConv2d } from "./separable-conv2d";

/** Every kind of layer on tensors. */
export const layers: { readonly [T in LayerType]: Apply<T> } = {
  activation,
  batchNormalization,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  layerNormalization,
  add,
  multiply,
  concatenate,
  maxPooling2d,
  averagePooling2d,
  flatten,
  reshape,
  separableConv2d,
};
