import type { HeadNode } from "../../graph/ir";
import type { Demand, ScopeName } from "./demand";
import { valueIn } from "./values";

/**
 * The logits of a head as its probabilities are made of them, for the rows of a scope: whoever reads how likely a class is
 * (an answer, a gate, a threshold, a joint decision) demands these. Without a calibration they are the logits themselves. A
 * loss is of the logits.
 */
export function calibratedLogits(scope: ScopeName, head: HeadNode): Demand {
  const logits = valueIn(scope, head.path);
  const { calibration } = head;
  if (!calibration) return logits;
  return {
    key: `calibrated\n\n${logits.key}`,
    needs: () => [logits],
    make(lowering) {
      const from = lowering.register(logits.key);
      if (lowering.known.scopeState(scope) === "empty") return from;
      return lowering.write({ op: "calibrate", from, calibration });
    },
  };
}
