import Module, { createRequire } from "node:module";
import type { JsonObject } from "../bridge/messages";
import type { HostServices } from "../host/services";

/** Content of a `display_data` message, or with `update` of an `update_display_data`, as tslab hands it over. */
interface DisplayData {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly transient: { readonly display_id?: string };
}

/**
 * Lets `require("tslab")` in cells, and what else looks for tslab's writer, write through us. tslab's protocol module is
 * replaced before anything loads it: with it would come a second set of sockets.
 */
export function installTslabDisplay(services: HostServices): void {
  const nodeRequire = createRequire(__filename);
  const path = nodeRequire.resolve("tslab/dist/jupyter.js");
  const stub = new Module(path);
  stub.filename = path;
  stub.loaded = true;
  stub.exports = {
    __esModule: true,
    /** Asked for anew at each display: what it writes belongs to the cell that asked, also when that has ended. */
    get lastWriteDisplayData() {
      const { request } = services;
      return ({ data, metadata, transient }: DisplayData, update?: boolean) => {
        const { display_id: id } = transient;
        services.publish(
          update ? "update_display_data" : "display_data",
          { data, metadata, transient: id === undefined ? {} : { display_id: id } },
          request === undefined ? {} : { request },
        );
      };
    },
  };
  nodeRequire.cache[path] = stub;
}
