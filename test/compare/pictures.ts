import type { Dataset } from "../../src/data/dataset";
import { randomStream } from "../../src/backend/random";

/**
 * 8 x 8 grey pictures of five classes that a small network learns in a few epochs: a bright bar whose direction is
 * the species and whose place is the breed, under noise.
 */
export function pictures(perClass: number, seed = 1): Dataset {
  const classes = 5;
  const size = perClass * classes;
  const noise = randomStream(seed, "pictures");
  const data = Float32Array.from({ length: size * 64 }, () => 0.3 * noise.next());
  const labels = Int32Array.from({ length: size }, (_, sample) => sample % classes);
  labels.forEach((label, sample) => {
    for (let i = 0; i < 8; i++) {
      const place = label % 2 === 0 ? 1 : 5;
      const [row, column] = label < 2 ? [i, place] : label < 4 ? [place, i] : [i, i];
      data[sample * 64 + row * 8 + column] = 1;
    }
  });
  return { size, inputs: { image: { shape: [8, 8, 1], data } }, labels: { breed: labels }, tags: {} };
}
