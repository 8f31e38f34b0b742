/*
 * `require("tslab")` in a cell, and libraries that show things by way of tslab's kernel: they write to
 * `lastWriteDisplayData` of `tslab/dist/jupyter.js`. That module, which would load zeromq, is replaced before anything
 * can load it.
 */
import Module from "node:module";
import type { JsonObject } from "../bridge/messages";
import type { HostServices } from "./services";

/** Content of `display_data`, or with `update` of `update_display_data`. */
type DisplayWriter = (content: JsonObject, update?: boolean) => void;

export function offerTslabDisplay(services: HostServices): void {
  const file = require.resolve("tslab/dist/jupyter.js");
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  Object.defineProperty(stub.exports, "lastWriteDisplayData", {
    enumerable: true,
    /** Whoever asks for it writes under the cell that runs now, also when that cell has ended. */
    get: (): DisplayWriter => {
      const { request } = services;
      return (content, update) => {
        services.publish(update ? "update_display_data" : "display_data", content, {
          ...(request !== undefined && { request }),
        });
      };
    },
  });
  require.cache[file] = stub;
}
