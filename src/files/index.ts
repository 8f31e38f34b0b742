export { readBytes, readText } from "./read";
export { decodeTensors, encodeTensors, type StoredTensor } from "./safetensors";
export { writeWhole } from "./write";
