import type { TensorInfo } from "@tensorflow/tfjs-core";
import { shared, type WasmKernel } from "./heap";

/** A copy that shares its values, as on every other backend: no kernel writes into its input. */
export const identity: WasmKernel = {
  name: "Identity",
  run: ({ inputs, backend }) => shared(backend, inputs["x"] as TensorInfo),
};

/** A conversion, which between equal types is no work. */
export const cast: WasmKernel = {
  name: "Cast",
  run(call, original) {
    const x = call.inputs["x"] as TensorInfo;
    return x.dtype === call.attrs["dtype"] ? shared(call.backend, x) : original(call);
  },
};
