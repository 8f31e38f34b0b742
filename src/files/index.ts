export { damaged, digestOfJson, parseJson } from "./json";
export { claim, locked, type Release } from "./lock";
export { temporaryFolder } from "./own-folder";
export { lifeOf, OWNER } from "./owner";
export { decodeText, readBytes, readBytesSync, readText, readTextSync, type ReadOptions } from "./read";
export { decodeTensors, encodeSealed, encodeTensors, TensorFile, type StoredTensor } from "./safetensors";
export { isTensorFile, type TensorEntry } from "./safetensors-header";
export { reasonOf } from "./reason";
export { checkWritable, writeWhole } from "./write";
