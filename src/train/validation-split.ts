import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import type { DeviceData } from "../model/device-data";

/** Which samples train, and which only judge. */
export interface ValidationSplit {
  readonly train: Int32Array;
  readonly validation: { readonly device: DeviceData; readonly samples: Int32Array } | undefined;
}

const everySample = (size: number): Int32Array => Int32Array.from({ length: size }, (_, sample) => sample);

/** Data of its own for validation where there is some, else a share of the samples drawn by the seed. */
export function splitForValidation(
  device: DeviceData,
  own: DeviceData | undefined,
  share: number,
  seed: number,
): ValidationSplit {
  if (own) {
    return { train: everySample(device.size), validation: { device: own, samples: everySample(own.size) } };
  }
  if (share === 0) return { train: everySample(device.size), validation: undefined };
  const kept = Math.round(share * device.size);
  if (kept === 0 || kept === device.size) {
    throw new EspalierError(
      `a validation split of ${share} leaves ${kept === 0 ? "no validation" : "no training"} sample of ${device.size}`,
      {
        where: "/training/validationSplit",
      },
    );
  }
  const order = randomStream(seed, "validation").permutation(device.size);
  return {
    train: order.slice(kept).sort(),
    validation: { device, samples: order.slice(0, kept).sort() },
  };
}
