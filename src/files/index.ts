export { readBytes, readBytesSync, readText, readTextSync } from "./read";
export { decodeTensors, encodeTensors, type StoredTensor } from "./safetensors";
export { writeWhole } from "./write";
