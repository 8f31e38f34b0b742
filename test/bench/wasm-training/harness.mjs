/* What every contender shares: the networks' sizes, the data, and how steps are timed. */
/* global performance */

export const sizes = {
  mlp: { input: [64], batch: 32 },
  cnn: { input: [28, 28, 1], batch: 64 },
};
export const classes = 10;

/** `[backend, network, steps to warm up, steps to time]` from the command line. */
export function wanted() {
  const [argument, network, warmUp, timed] = process.argv.slice(2);
  return { argument, network, warmUp: Number(warmUp), timed: Number(timed) };
}

/** Numbers from -1 to 1, the same for everybody; speed does not depend on them. */
export function numbers(size, salt = 0) {
  return Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (12.9898 + salt)));
}

export function sizeOf(shape) {
  return shape.reduce((a, b) => a * b, 1);
}

/** Runs the steps and prints their times. A step returns its loss as a number: it is read, as in training. */
export async function timeSteps(step, { warmUp, timed }) {
  const times = [];
  let loss;
  for (let i = 0; i < warmUp + timed; i++) {
    const start = performance.now();
    loss = await step();
    if (i >= warmUp) times.push(performance.now() - start);
  }
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss}`);
  console.log(JSON.stringify({ times, loss }));
  process.exit(0);
}
