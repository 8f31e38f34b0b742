/* The checks beside the tests: each a program that passes or fails. */
import { createRequire } from "node:module";
import path from "node:path";
import { runVisibly } from "../native/run.mjs";
import { root } from "./paths.mjs";

const require = createRequire(path.join(root, "package.json"));

/** A package's program, by the name under which it would stand in node_modules/.bin. */
function program(packageName, name = packageName) {
  const manifest = require(`${packageName}/package.json`);
  const bin = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[name];
  return path.join(path.dirname(require.resolve(`${packageName}/package.json`)), bin);
}

const eslint = () => [
  path.join(path.dirname(require.resolve("eslint/package.json")), "bin", "eslint.js"),
  ".",
];
const cruiser = () => path.join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");

export const checks = [
  { name: "schemas come from the types", run: () => [path.join(root, "scripts", "schemas.mjs"), "--check"] },
  {
    name: "drawings come from the examples",
    run: () => [path.join(root, "scripts", "examples.mjs"), "--check"],
  },
  { name: "types", run: () => [program("typescript", "tsc"), "-p", "tsconfig.check.json"] },
  { name: "lint", run: eslint },
  { name: "format", run: () => [program("prettier"), "--check", "--log-level", "warn", "."] },
  {
    name: "imports point one way",
    run: () => [
      cruiser(),
      "src",
      "kernel-ext/kernel/src",
      "kernel-ext/figure/src",
      "--config",
      ".dependency-cruiser.mjs",
    ],
  },
];

/** @returns whether it passed; what is wrong is on the screen then. */
export async function check({ name, run }) {
  const code = await runVisibly(process.execPath, run(), { cwd: root });
  console.log(`${code === 0 ? "passed" : "FAILED"}: ${name}`);
  return code === 0;
}
