/*
 * Masks of padded sequences: which steps of a value count. A mask travels beside the value of a node, from the layer that
 * makes it to the layers and losses that use it (Keras: "understanding masking and padding").
 */

/** Where the mask of a value comes from. */
export type MaskSource =
  /** Of an input: the steps that a sample has. */
  | { readonly from: "lengths" }
  /**
   * What enters: a step counts unless it is `padding`, or with `alongLast` unless all of its channels are. One that did not count
   * before does not either.
   */
  | { readonly from: "values"; readonly padding: number; readonly alongLast: boolean }
  /** The mask of its first input: the steps stay what they are. */
  | { readonly from: "first" }
  /** The masks of its inputs, which all have one: a step counts where it counts in one of them. */
  | { readonly from: "either" }
  /** The masks of its inputs one after the other: their steps follow each other. What has none counts in all. */
  | { readonly from: "beside" }
  /** The masks of a route's branches: a step counts where it does in one that ran. What has none counts in all. */
  | { readonly from: "branches" };

/** The mask of a value: over how many of its first axes it says what counts. */
export type Mask = MaskSource & { readonly axes: number };

/** What a layer does with the masks of its inputs. */
export interface MaskRule {
  /** It works with them itself. */
  readonly uses?: true;
  /** The mask of its own value; absent: it has none, for it has no steps any more. */
  readonly gives?: MaskSource;
}

/** A layer that keeps the steps and looks at each by itself. */
export const passesMask = (): MaskRule => ({ gives: { from: "first" } });

/** A layer over all steps that leaves out what does not count. */
export const usesMaskUp = (): MaskRule => ({ uses: true });
