import { dirname, resolve } from "node:path";
import { EspalierError } from "../../errors";
import { decodeText, isTensorFile, readBytesSync } from "../../files";
import type { LoadedStack } from "../../graph/ir";
import type { HostWeights } from "../model";
import { readSavedStack } from "../saved";
import { readKerasModel } from "./keras";
import type { StackFile } from "./stack-file";

/**
 * Finds the saved models that a spec loads, each file read once. A spec's paths may lead anywhere: what is there must be
 * a model by its content, in a regular file of bounded size.
 *
 * @param folder where the spec's relative paths start
 */
export class StackLoader {
  private readonly files = new Map<string, StackFile>();

  constructor(private readonly folder: string) {}

  /** For the spec `file`. */
  static beside(file: string): StackLoader {
    return new StackLoader(dirname(file));
  }

  /** The layers of a saved model. @throws EspalierError where it cannot be read */
  readonly load = (model: string): LoadedStack => this.file(model).stack;

  /** The stacks that were loaded so far, by the name that the spec gives. */
  stacks(): Record<string, LoadedStack> {
    return Object.fromEntries([...this.files].map(([model, { stack }]) => [model, stack]));
  }

  /** The values of a graph's loaded variables, by path. */
  weights(loaded: ReadonlyMap<string, { readonly model: string; readonly weight: string }>): HostWeights {
    const values = new Map<string, { shape: readonly number[]; data: Float32Array }>();
    for (const [path, { model, weight }] of loaded) {
      const { shape, data } = this.file(model).weights.get(weight)!;
      values.set(path, { shape, data: data as Float32Array });
    }
    return values;
  }

  private file(model: string): StackFile {
    let file = this.files.get(model);
    if (!file) {
      file = readModelFile(resolve(this.folder, model));
      this.files.set(model, file);
    }
    return file;
  }
}

/** A saved model by what is in it, whatever it is called. */
function readModelFile(path: string): StackFile {
  const bytes = readBytesSync(path, { limit: "modelBytes" });
  if (isTensorFile(bytes)) return readSavedStack(bytes, path);
  // A JSON object begins with a bracket, after a byte order mark or blanks.
  const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  if (/^(\xEF\xBB\xBF)?\s*\{/.test(start)) return readKerasModel(decodeText(bytes, path), path);
  throw new EspalierError("this is no model", {
    where: path,
    hint: "a load takes a model saved by saveModel, or the model.json of a Keras model",
  });
}
