// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { LayerType } from "../../spec/language";
import type { Kind } from "./kind";
import { activation } from "./activation";
import {
  randomFlip,
  randomTranslation,
  randomRotation,
  randomZoom,
  randomContrast,
  randomBrightness,
  gaussianNoise,
  spatialDropout2d,
} from "./augmentation";
import { batchNormalization } from "./batch-normalization";
import { conditionalSum } from "./conditional-sum";
import { constant } from "./constant";
import { conv1d } from "./conv1d";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { depthwiseConv2d } from "./depthwise-conv2d";
import { dropout } from "./dropout";
import { embedding } from "./embedding";
import { flatten } from "./flatten";
import { gather } from "./gather";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d";
import { zeroPadding2d, cropping2d, upSampling2d } from "./image-borders";
import { argmax, oneHot } from "./largest";
import { layerNormalization } from "./layer-normalization";
import { masking } from "./masking";
import { add, subtract, multiply, concatenate } from "./merging";
import { multiHeadAttention } from "./multi-head-attention";
import { maxPooling1d, averagePooling1d, globalAveragePooling1d, globalMaxPooling1d } from "./pooling1d";
import { maxPooling2d, averagePooling2d } from "./pooling2d";
import { positionEmbedding } from "./position-embedding";
import { simpleRNN, gru, lstm } from "./recurrent";
import { reshape } from "./reshape";
import { rescaling, normalization } from "./scaling";
import { separableConv2d } from "./separable-conv2d";
import { slice } from "./slice";
import { softmax } from "./softmax";
import { stopGradient } from "./stop-gradient";
import { thresholdedAverage } from "./thresholded-average";

/** Every kind of layer as shapes, weights and costs. */
export const kinds: { readonly [T in LayerType]: Kind<T> } = {
  activation,
  randomFlip,
  randomTranslation,
  randomRotation,
  randomZoom,
  randomContrast,
  randomBrightness,
  gaussianNoise,
  spatialDropout2d,
  batchNormalization,
  conditionalSum,
  constant,
  conv1d,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  flatten,
  gather,
  globalAveragePooling2d,
  globalMaxPooling2d,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
  argmax,
  oneHot,
  layerNormalization,
  masking,
  add,
  subtract,
  multiply,
  concatenate,
  multiHeadAttention,
  maxPooling1d,
  averagePooling1d,
  globalAveragePooling1d,
  globalMaxPooling1d,
  maxPooling2d,
  averagePooling2d,
  positionEmbedding,
  simpleRNN,
  gru,
  lstm,
  reshape,
  rescaling,
  normalization,
  separableConv2d,
  slice,
  softmax,
  stopGradient,
  thresholdedAverage,
};
