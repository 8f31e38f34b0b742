/*
 * Trains a small cascade with convolution, dropout and batch normalisation, and prints a digest of every weight and
 * answer. Two processes must print the same.
 */
const { createHash } = require("node:crypto");
const { build, data, train, useBackend } = require("../../dist/index.js");

async function main() {
  const { name } = await useBackend();
  const { shape, data: image, labels, classes } = data.drawAnimals({ samples: 120, size: 16, seed: 3 });
  const samples = {
    size: 120,
    inputs: { image: { shape, data: image } },
    labels: { breed: labels },
    tags: {},
  };
  const eye = [
    { type: "conv2d", filters: 4, kernelSize: 3, activation: "relu" },
    "batchNormalization",
    "maxPooling2d",
    "flatten",
    { type: "dropout", rate: 0.3 },
  ];
  const model = await build(
    {
      inputs: { image: { shape } },
      targets: {
        breed: { classes },
        half: { groups: "breed", classes: { first: classes.slice(0, 3), second: classes.slice(3) } },
      },
      modules: { eye },
      nodes: {
        half: { layers: ["eye", { type: "head", target: "half" }] },
        answer: {
          type: "route",
          by: "half",
          branches: {
            first: ["eye", { type: "head", target: "breed", within: "first" }],
            second: ["eye", { type: "head", target: "breed", within: "second" }],
          },
        },
      },
      training: { epochs: 2, batchSize: 16, validationSplit: 0.2 },
    },
    { seed: 11 },
  );
  const { history } = await train(model, samples);
  const hash = createHash("sha256");
  for (const [path, { data: values }] of model.hostWeights()) hash.update(path).update(values);
  hash.update(model.predict(samples).answers.answer.probabilities);
  hash.update(JSON.stringify(history.map(({ figures }) => figures)));
  console.log(name, hash.digest("hex"));
}

void main();
