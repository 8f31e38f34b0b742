/*
 * `npm run setup:native`: makes native TensorFlow run.
 *
 * 1. It loads already: nothing to do.
 * 2. tfjs-node's own way: download libtensorflow. Many closed networks refuse its host, therefore
 * 3. TensorFlow's Python wheel, which holds the same library and its headers: link those, compile the binding.
 *
 * May be interrupted and run again at any time. `--no-download` skips 2, `--rebuild` does 2 or 3
 * even though it loads. ESPALIER_PYTHON names a Python for 3.
 */
import { bringPackage, buildBinding, linkLibraries, tryLoad } from "./native/binding.mjs";
import { SetupError, say } from "./native/console.mjs";
import { download } from "./native/download.mjs";
import { pythonTensorflow } from "./native/python.mjs";

async function setUp() {
  const present = tryLoad();
  if (present.version && !process.argv.includes("--rebuild"))
    return say(`Native ${present.version} loads already; nothing to do.`);
  bringPackage();
  if (!process.argv.includes("--no-download")) {
    if ((await download()) && tryLoad().version)
      return say(`Native ${tryLoad().version} runs (downloaded by tfjs-node).`);
    say("tfjs-node's own download is not available here; going by Python's TensorFlow.");
  }
  if (process.platform === "win32")
    throw new SetupError(
      "On Windows the binding cannot be built from a Python wheel. Use the WASM backend, or run this inside WSL.",
    );
  const tensorflow = await pythonTensorflow();
  say(`Linking TensorFlow ${tensorflow.version} of ${tensorflow.python}.`);
  const libraries = linkLibraries(tensorflow.location);
  say("Compiling the binding (10 to 20 seconds).");
  buildBinding(libraries);
  const loaded = tryLoad();
  if (!loaded.version) throw new SetupError(`The binding was built but does not run:\n${loaded.why}`);
  say(`Native ${loaded.version} runs: loaded, one product and its gradient computed.`);
  say("It stays linked to that Python; keep it, or run this again after removing it.");
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nsetup:native stopped. ${error.message}`);
  process.exitCode = 1;
}
