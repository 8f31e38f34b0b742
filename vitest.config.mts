import { defineConfig } from "vitest/config";

const tensor = { include: ["test/**/*.tf.test.ts"], pool: "forks" as const, testTimeout: 120_000 };

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
          include: ["test/**/*.e2e.test.ts"],
          pool: "forks",
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
