import { Readable } from "node:stream";
import type { Activities } from "./activity";
import { CellStream } from "./cell-stream";
import type { Publisher, StreamName } from "./publisher";

/**
 * From now on what is printed in this process goes to the front end, under the cell that started what prints it; and
 * there is nothing to read on stdin: `prompt` asks.
 *
 * @param checkOutput throws into code that is to end.
 */
export function redirectStandardStreams(
  publisher: Publisher,
  activities: Activities,
  checkOutput: () => void,
): void {
  const stream = (name: StreamName, fd: 1 | 2): CellStream =>
    new CellStream(fd, (text) => {
      checkOutput();
      publisher.write(activities.owner?.request, name, text);
    });
  replace("stdout", stream("stdout", 1));
  replace("stderr", stream("stderr", 2));
  replace("stdin", Readable.from([]));
  // The streams take everything: there is no error to wait for, and a listener for each line is most of its cost.
  Reflect.set(console, "_ignoreErrors", false);
}

function replace(name: "stdout" | "stderr" | "stdin", stream: unknown): void {
  Object.defineProperty(process, name, {
    value: stream,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
