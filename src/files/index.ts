export { readBytes, readBytesSync, readText, readTextSync } from "./read";
export { decodeTensors, encodeTensors, type StoredTensor } from "./safetensors";
export { checkWritable, reasonOf, writeWhole } from "./write";
