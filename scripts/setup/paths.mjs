import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
/** What the project makes for itself at run time; not in git. */
export const stateFolder = path.join(root, ".espalier");
/** A path as a person in the project's folder writes it. */
export const shown = (file) => path.relative(process.cwd(), file) || ".";
