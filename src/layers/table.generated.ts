// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { LayerType } from "../spec/language";
import type { Apply } from "./layer";
import { activation } from "./activation";
import { randomFlip, randomTranslation, randomRotation, randomZoom } from "./augmentation";
import { batchNormalization } from "./batch-normalization";
import { conditionalSum } from "./conditional-sum";
import { constant } from "./constant";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { depthwiseConv2d } from "./depthwise-conv2d";
import { dropout } from "./dropout";
import { embedding } from "./embedding";
import { gather } from "./gather";
import { globalAveragePooling1d } from "./global-average-pooling1d";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d";
import { zeroPadding2d, cropping2d, upSampling2d } from "./image-borders";
import { argmax, oneHot } from "./largest";
import { layerNormalization } from "./layer-normalization";
import { add, subtract, multiply, concatenate } from "./merging";
import { maxPooling2d, averagePooling2d } from "./pooling2d";
import { randomContrast, randomBrightness, gaussianNoise, spatialDropout2d } from "./random-values";
import { flatten, reshape } from "./reshaping";
import { rescaling, normalization } from "./scaling";
import { separableConv2d } from "./separable-conv2d";
import { slice } from "./slice";
import { softmax } from "./softmax";
import { stopGradient } from "./stop-gradient";
import { thresholdedAverage } from "./thresholded-average";

/** Every kind of layer on tensors. */
export const layers: { readonly [T in LayerType]: Apply<T> } = {
  activation,
  randomFlip,
  randomTranslation,
  randomRotation,
  randomZoom,
  batchNormalization,
  conditionalSum,
  constant,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  gather,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
  argmax,
  oneHot,
  layerNormalization,
  add,
  subtract,
  multiply,
  concatenate,
  maxPooling2d,
  averagePooling2d,
  randomContrast,
  randomBrightness,
  gaussianNoise,
  spatialDropout2d,
  flatten,
  reshape,
  rescaling,
  normalization,
  separableConv2d,
  slice,
  softmax,
  stopGradient,
  thresholdedAverage,
};
