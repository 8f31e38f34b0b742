/* Random changes of images: TensorFlow's numbers for given draws, one draw for each sample, nothing outside of training. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream, type RandomStream } from "../../src/backend/random";
import { applyLayer } from "../../src/layers";
import { rotation, translation, zoom, type AffineMap } from "../../src/layers/affine-map";
import { movePixels } from "../../src/layers/move-pixels";
import type { LayerSpec, NormalLayer } from "../../src/spec/language";
import { normalLayer } from "../../src/spec/normalise/defaults";
import { expectKeras, tensorOf } from "../fixtures/keras-layers";
import { tensorflow } from "../fixtures/tensorflow-layers";

beforeAll(async () => {
  await useBackend();
});

const [height, width] = [5, 6];
const pairs = (drawn: number[] | [number, number][]) => drawn as [number, number][];
const mapsOf: Record<string, (drawn: number[] | [number, number][]) => AffineMap[]> = {
  translation: (drawn) => pairs(drawn).map(([down, right]) => translation(down * height, right * width)),
  rotation: (drawn) => (drawn as number[]).map((turn) => rotation(2 * Math.PI * turn, height, width)),
  zoom: (drawn) => pairs(drawn).map(([rows, columns]) => zoom(1 + rows, 1 + columns, height, width)),
};

describe("pixels are moved as TensorFlow moves them", () => {
  it.each(
    tensorflow.moved.map((one) => [`${one.kind}, ${one.fillMode}, ${one.interpolation}`, one] as const),
  )("%s", (_, { kind, drawn, images, value, ...filling }) => {
    tf.tidy(() => expectKeras("value", movePixels(tensorOf(images), mapsOf[kind]!(drawn), filling), value));
  });
});

/** A stream whose uniform draws are these. */
const saying = (...draws: number[]): RandomStream => ({
  ...randomStream(1),
  next: () => draws.shift() ?? expect.fail("a draw too many"),
});

const run = (layer: LayerSpec, x: tf.Tensor, stream: RandomStream) =>
  applyLayer(normalLayer(layer), [x], [], { training: true, random: () => stream }).value;

describe("colours are changed as Keras changes them", () => {
  const cases = [
    ["randomContrast", tensorflow.contrast],
    ["randomBrightness", tensorflow.brightness],
  ] as const;
  it.each(cases)("%s", (type, { factor, valueRange, images, value }) => {
    tf.tidy(() => {
      // A draw of u is the factor 2 u - 1.
      const stream = saying(...factor.map((one) => (one + 1) / 2));
      expectKeras("value", run({ type, factor: 1, valueRange }, tensorOf(images), stream), value);
    });
  });
});

describe("flips", () => {
  const flipped = (mode: "horizontal" | "vertical" | "horizontalAndVertical", ...draws: number[]) => {
    const image = tf.tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
    return [...run({ type: "randomFlip", mode }, image, saying(...draws)).dataSync()];
  };

  it("mirrors left and right, up and down, each by a draw below 1/2", () => {
    tf.tidy(() => {
      expect(flipped("horizontalAndVertical", 0.4, 0.4)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(flipped("horizontalAndVertical", 0.4, 0.6)).toEqual([3, 2, 1, 6, 5, 4]);
      expect(flipped("horizontalAndVertical", 0.6, 0.4)).toEqual([4, 5, 6, 1, 2, 3]);
      expect(flipped("horizontalAndVertical", 0.6, 0.6)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(flipped("horizontal", 0.4, 0.4)).toEqual([3, 2, 1, 6, 5, 4]);
      expect(flipped("vertical", 0.4, 0.4)).toEqual([4, 5, 6, 1, 2, 3]);
    });
  });
});

const all: LayerSpec[] = [
  { type: "randomFlip" },
  { type: "randomTranslation", heightFactor: 0.3, widthFactor: 0.3 },
  { type: "randomRotation", factor: 0.5 },
  { type: "randomZoom", heightFactor: 0.4 },
  { type: "randomContrast", factor: 0.5 },
  { type: "randomBrightness", factor: 0.2, valueRange: [-9, 9] },
  { type: "gaussianNoise", stddev: 1 },
  { type: "spatialDropout2d", rate: 0.5 },
];

describe.each(all.map((layer) => [layer.type, normalLayer(layer)] as const))(
  "%s",
  (_, layer: NormalLayer) => {
    /** Sixteen times one image. */
    const images = () => tf.tile(tf.reshape(tf.range(0, 40, 1), [1, 4, 5, 2]), [16, 1, 1, 1]);
    const at = (step: number, path = "trunk") =>
      tf.tidy(() =>
        applyLayer(layer, [images()], [], {
          training: true,
          random: () => randomStream(1, "layer", path, step),
        })
          .value.dataSync<"float32">()
          .slice(),
      );

    it("draws the same for one seed, path and step, and other things for any other", () => {
      expect(at(1)).toEqual(at(1));
      expect(at(1)).not.toEqual(at(2));
      expect(at(1)).not.toEqual(at(1, "branch"));
    });

    it("draws for each sample by itself", () => {
      const values = at(1);
      const samples = Array.from({ length: 16 }, (_, i) => String(values.slice(40 * i, 40 * (i + 1))));
      expect(new Set(samples).size).toBeGreaterThan(1);
    });

    it("draws nothing at inference", () => {
      tf.tidy(() => {
        const random = () => expect.fail("a draw at inference");
        const x = images();
        const { value } = applyLayer(layer, [x], [], { training: false, random });
        expect(value.dataSync()).toEqual(x.dataSync());
      });
    });
  },
);
