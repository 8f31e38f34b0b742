import { defineConfig } from "vitest/config";

/*
 * No verdict depends on the machine's speed: these only catch what never ends, so they are far longer than anything
 * takes, also where the processors do ten other things. What a test waits for it waits for with `test/eventually.ts`,
 * whose patience is shorter, so that it is the condition that is named and not the limit.
 */
const minute = 60_000;
const limits = { testTimeout: 5 * minute, hookTimeout: 5 * minute, teardownTimeout: minute };

const tensor = { ...limits, include: ["test/**/*.tf.test.ts"], pool: "forks" as const };

/*
 * Tests beside their kind: `x.test.ts` needs no TensorFlow, `x.tf.test.ts` runs on each backend,
 * `x.e2e.test.ts` starts kernels and processes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "plain",
          ...limits,
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.tf.test.ts", "test/**/*.e2e.test.ts"],
          pool: "forks",
        },
      },
      { test: { name: "wasm", ...tensor, env: { ESPALIER_BACKEND: "wasm" } } },
      {
        // The kernels that WASM lacks are not native TensorFlow's matter.
        test: {
          name: "native",
          ...tensor,
          exclude: ["test/backend/wasm-*.tf.test.ts"],
          env: { ESPALIER_BACKEND: "native" },
        },
      },
      {
        test: {
          name: "e2e",
          ...limits,
          testTimeout: 10 * minute,
          include: ["test/**/*.e2e.test.ts"],
          pool: "forks",
          fileParallelism: false,
        },
      },
    ],
  },
});
