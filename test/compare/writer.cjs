/* Adds runs to a runs file: node writer.cjs FILE NAME COUNT. Several of these share one file in the test. */
const { RunStore } = require("../../dist/compare/runs/runs-file.js");

async function main() {
  const [file, name, count] = process.argv.slice(2);
  const store = await RunStore.open(file);
  for (let seed = 1; seed <= Number(count); seed++) {
    const record = {
      approach: name,
      seed,
      fold: 1,
      samples: { train: 1, validation: 0, test: 1 },
      history: [{ phase: "x".repeat(20_000), epoch: 1, seconds: 1, figures: { loss: 1 } }],
      accuracy: { whole: 1 },
      confusion: [[1]],
      seconds: { train: 1, predict: 1 },
    };
    await store.add(`${name} ${seed}`, { record, correct: Uint8Array.of(1) });
    console.log(seed);
  }
}

void main();
