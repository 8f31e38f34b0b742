import type { ApproachSpec, ApproachSpecOf, ApproachType } from "../language";
import { approachSchemas, defaultsOf } from "../schema";

/** What an approach says besides its training and its heads, with its type and every default: each option of its type. */
export type NormalApproachOptions<T extends ApproachType> = { type: T } & Required<
  Omit<ApproachSpecOf<T>, "type" | "training" | "heads">
>;

/** An approach's type: what it says, else its name where that is one. */
export function approachType(name: string, { type }: ApproachSpec): ApproachType | undefined {
  return type ?? (isApproachType(name) ? name : undefined);
}

/** @throws Error for an approach that a check would have found an error in */
export function normalApproach(
  name: string,
  approach: ApproachSpec,
): { [T in ApproachType]: NormalApproachOptions<T> }[ApproachType] {
  const type = approachType(name, approach);
  if (type === undefined) throw new Error(`approach ${name} was not checked`);
  const options: Record<string, unknown> = { ...approachDefaults(type), ...approach, type };
  delete options.training;
  delete options.heads;
  return options as { [T in ApproachType]: NormalApproachOptions<T> }[ApproachType];
}

/** What the options of an approach of this type stand for where it does not say them. */
export function approachDefaults(type: ApproachType): Readonly<Record<string, unknown>> {
  return defaultsOf(approachSchemas.get(type)!);
}

function isApproachType(name: string): name is ApproachType {
  return approachSchemas.has(name);
}
