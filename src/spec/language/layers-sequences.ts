/*
 * The layers over sequences, `[steps, channels]`, with the names and the options of Keras and tfjs-layers.
 */
import type { Activation, Initializer, LayerBase, Padding, PositiveInteger, Share } from "./layer-options";

/**
 * How the ends of a sequence are treated: `valid` uses no padding, `same` keeps ceil(steps / stride), `causal` pads in
 * front only, so that no step sees what comes after it.
 */
export type Padding1d = "valid" | "same" | "causal";

/** A 1-D convolution over `[steps, channels]`. */
export interface Conv1dLayer extends LayerBase {
  type: "conv1d";
  /** Number of output channels. */
  filters: PositiveInteger;
  /** How many steps the kernel covers. */
  kernelSize: PositiveInteger;
  /** @default 1 */
  strides?: PositiveInteger;
  /** @default "valid" */
  padding?: Padding1d;
  /**
   * Distance between the steps that the kernel looks at. Not together with strides.
   * @default 1
   */
  dilationRate?: PositiveInteger;
  /**
   * Into how many groups the channels are split, each with filters of its own.
   * @default 1
   */
  groups?: PositiveInteger;
  /** @default "linear" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  kernelInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** The largest value of each channel in each window of steps. */
export interface MaxPooling1dLayer extends LayerBase {
  type: "maxPooling1d";
  /** @default 2 */
  poolSize?: PositiveInteger;
  /** Step of the window; without it the pool size. */
  strides?: PositiveInteger;
  /** @default "valid" */
  padding?: Padding;
}

/** The mean of each channel in each window of steps (padding does not count). */
export interface AveragePooling1dLayer extends LayerBase {
  type: "averagePooling1d";
  /** @default 2 */
  poolSize?: PositiveInteger;
  /** Step of the window; without it the pool size. */
  strides?: PositiveInteger;
  /** @default "valid" */
  padding?: Padding;
}

/** The mean of each channel over the steps of a sequence. */
export interface GlobalAveragePooling1dLayer extends LayerBase {
  type: "globalAveragePooling1d";
}

/** The largest value of each channel over the steps of a sequence. */
export interface GlobalMaxPooling1dLayer extends LayerBase {
  type: "globalMaxPooling1d";
}

/**
 * Which way a recurrent layer reads: from the first step on, from the last step back, or `both`, whose results stand side
 * by side (2 · units). Each step of a returned sequence is that of the same step of the input, whichever way it was read.
 */
export type Direction = "forward" | "backward" | "both";

interface RecurrentBase extends LayerBase {
  /** Width of the state, which is the output. */
  units: PositiveInteger;
  /** @default "tanh" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /**
   * The output at each step, `[steps, units]`, in place of that after the last one.
   * @default false
   */
  returnSequences?: boolean;
  /** @default "forward" */
  direction?: Direction;
  /** @default "glorotUniform" */
  kernelInitializer?: Initializer;
  /** @default "orthogonal" */
  recurrentInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** A recurrent layer whose state is its output: h' = activation(x · kernel + h · recurrentKernel + bias). */
export interface SimpleRnnLayer extends RecurrentBase {
  type: "simpleRNN";
}

/** A gated recurrent unit (Cho et al. 2014). */
export interface GruLayer extends RecurrentBase {
  type: "gru";
  /**
   * Of the gates.
   * @default "sigmoid"
   */
  recurrentActivation?: Activation;
  /**
   * Whether the reset gate comes after the recurrent product, as in cuDNN, or before it, as in the paper.
   * @default true
   */
  resetAfter?: boolean;
}

/** Long short-term memory (Hochreiter and Schmidhuber 1997), with a forget gate. */
export interface LstmLayer extends RecurrentBase {
  type: "lstm";
  /**
   * Of the gates.
   * @default "sigmoid"
   */
  recurrentActivation?: Activation;
  /**
   * Start the forget gate's bias at 1, so that the memory is kept at first (Jozefowicz et al. 2015).
   * @default true
   */
  unitForgetBias?: boolean;
}

/**
 * Attention with several heads (Vaswani et al. 2017): each step of the query `[steps, channels]` becomes a mean of the
 * values, weighed by how well their keys fit. Takes one input (self-attention), or query and value, or query, value and
 * key. The output is as wide as the query.
 */
export interface MultiHeadAttentionLayer extends LayerBase {
  type: "multiHeadAttention";
  numHeads: PositiveInteger;
  /** Width of query and key in each head. */
  keyDim: PositiveInteger;
  /** Width of the value in each head; without it `keyDim`. */
  valueDim?: PositiveInteger;
  /**
   * While training, the share of the weights between steps that is dropped.
   * @default 0
   */
  dropout?: Share;
  /**
   * Each step sees itself and those before it only.
   * @default false
   */
  causal?: boolean;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  kernelInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/**
 * Steps of a sequence whose values are all `maskValue` are padding: recurrent layers keep their state, attention does not
 * look at them, global pooling and losses for each step leave them out.
 */
export interface MaskingLayer extends LayerBase {
  type: "masking";
  /** @default 0 */
  maskValue?: number;
}

/** Adds to each step of a sequence `[steps, channels]` what says which step it is. */
export interface PositionEmbeddingLayer extends LayerBase {
  type: "positionEmbedding";
  /**
   * `learned`: a vector of its own for each step. `sinusoidal`: sines and cosines of growing wavelengths (Vaswani et al.
   * 2017), without weights.
   * @default "learned"
   */
  form?: "learned" | "sinusoidal";
  /**
   * Of learned vectors.
   * @default "glorotUniform"
   */
  embeddingsInitializer?: Initializer;
}
