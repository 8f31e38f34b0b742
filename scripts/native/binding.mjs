/* The package @tensorflow/tfjs-node in node_modules: is it there, does it load, bring it, build its binding. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError, say, tail } from "./console.mjs";
import { run } from "./run.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(path.join(root, "package.json"));
const packageName = "@tensorflow/tfjs-node";

/** N-API version of the binding: the highest that tfjs-node 4.22 names, and older than any Node that we support. */
const napiVersion = 8;

/** Where the package lies, or where it would be brought to. */
export function packageFolder() {
  try {
    return path.dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    return path.join(root, "node_modules", ...packageName.split("/"));
  }
}

/** The version that package-lock.json names, so that what is brought by hand is what npm would have installed. */
function pinnedVersion() {
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const version = lock.packages?.[`node_modules/${packageName}`]?.version;
  const core = lock.packages?.["node_modules/@tensorflow/tfjs-core"]?.version;
  // npm drops a failed optional package from the lock; tfjs releases all its packages under one version.
  return version ?? core;
}

/** Brings the package's files where npm left them out because its install script failed. */
export function bringPackage() {
  if (existsSync(path.join(packageFolder(), "binding", "tfjs_binding.cc"))) return;
  const wanted = `${packageName}@${pinnedVersion()}`;
  say(`Bringing ${wanted} (its files only; npm leaves the package out when its own download fails).`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { code, output } = run(npm, ["install", "--no-save", "--ignore-scripts", "--no-audit", wanted], {
    cwd: root,
    timeout: 600_000,
    shell: process.platform === "win32",
  });
  if (code !== 0)
    throw new SetupError(
      `npm could not bring ${wanted}; check the network or npm's registry setting.\n${tail(output)}`,
    );
}

/*
 * Run in a process of its own: a binding that crashes on load must not take the set-up with it, and a library
 * that was loaded once stays loaded. It must train, not just load: a product and its gradient.
 */
const probe = `
  const util = require("node:util");
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const tf = require("@tensorflow/tfjs-core");
  require("${packageName}");
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const gradient = tf.grad((w) => tf.sum(tf.matMul(x, w)))(tf.onesLike(x)).dataSync();
  if (tf.getBackend() !== "tensorflow" || [...gradient].join() !== "4,4,6,6") process.exit(3);
  process.stdout.write("TensorFlow " + tf.backend().binding.TF_Version);
`;

/** `TensorFlow 2.x.y` if the native binding loads and computes a gradient, else why not. */
export function tryLoad() {
  const { code, output, stdout } = run(process.execPath, ["-e", probe], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" },
  });
  const version = /TensorFlow \S+/.exec(stdout)?.[0];
  return code === 0 && version ? { version } : { version: undefined, why: tail(output, 6) };
}

/** Puts links to a Python TensorFlow's headers and libraries where tfjs-node looks for them (850 MB stay where they are). */
export function linkLibraries(tensorflow) {
  const dependencies = path.join(packageFolder(), "deps");
  // A download that was cut off leaves half a library here; links are made anew each time.
  rmSync(dependencies, { recursive: true, force: true });
  mkdirSync(path.join(dependencies, "lib"), { recursive: true });
  symlinkSync(path.join(tensorflow, "include"), path.join(dependencies, "include"));
  const found = [];
  for (const file of readdirSync(tensorflow)) {
    const library = /^libtensorflow(_cc|_framework)\.(so\.2|2\.dylib)$/.exec(file);
    if (!library) continue;
    symlinkSync(path.join(tensorflow, file), path.join(dependencies, "lib", file));
    found.push(path.join(dependencies, "lib", file));
  }
  if (found.length !== 2)
    throw new SetupError(
      `No TensorFlow libraries (libtensorflow_cc, libtensorflow_framework) in ${tensorflow}.`,
    );
  return found;
}

/** The name of a C++ compiler that answers. */
function compiler() {
  const names = [process.env.CXX, "c++", "g++", "clang++"].filter(Boolean);
  const name = names.find((candidate) => run(candidate, ["--version"]).code === 0);
  if (name) return name;
  throw new SetupError(
    "No C++ compiler (c++, g++, clang++; or name one in CXX). Debian, Ubuntu: apt install g++. macOS: xcode-select --install.",
  );
}

/** Compiles one add-on into the package's `lib`, whole or not at all. */
function compile(name, sources, flags, program) {
  const target = path.join(packageFolder(), "lib", `napi-v${napiVersion}`, name);
  const partial = `${target}.partial`;
  mkdirSync(path.dirname(target), { recursive: true });
  const { code, output } = run(
    program,
    [
      "-std=c++17",
      "-O2",
      "-fPIC",
      "-w", // The binding's own warnings are for its authors.
      ...(process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
      `-DNAPI_VERSION=${napiVersion}`,
      "-DBUILDING_NODE_EXTENSION",
      `-I${require("node-api-headers").include_dir}`,
      ...sources,
      ...flags,
      "-o",
      partial,
    ],
    { timeout: 600_000 },
  );
  if (code !== 0) {
    rmSync(partial, { force: true });
    throw new SetupError(`${name} does not compile.\n${tail(output)}`);
  }
  renameSync(partial, target);
}

/**
 * Compiles the binding: two source files, straight with the compiler. node-gyp would first download the headers of
 * this very Node; the add-on interface is the same in every Node, and `node-api-headers` has it.
 */
export function buildBinding(libraries) {
  const folder = packageFolder();
  const program = compiler();
  compile("quiet.node", [path.join(root, "scripts", "native", "quiet.cc")], [], program);
  compile(
    "tfjs_binding.node",
    ["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => path.join(folder, "binding", file)),
    [
      `-I${path.join(folder, "deps", "include")}`,
      ...libraries,
      `-Wl,-rpath,${path.join(folder, "deps", "lib")}`,
    ],
    program,
  );
}
