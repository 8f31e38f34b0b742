/* Files of data: regular ones, looked at before they are read. */
import { readBytes, readText, type ReadOptions } from "../files";

const DATA: ReadOptions = { limit: "dataBytes" };

/** As `readBytes`. @throws EspalierError too where the file is past the limit `dataBytes`, a pipe or a device */
export const readDataBytes = (file: string): Promise<Uint8Array> => readBytes(file, DATA);

/** As `readText`. @throws EspalierError as `readDataBytes`, and where it is past what fits into one text */
export const readDataText = (file: string): Promise<string> => readText(file, DATA);
