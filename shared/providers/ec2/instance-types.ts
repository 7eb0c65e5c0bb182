/** A type as a policy names it, with the units of capacity that a worker of it counts as. */
export type InstanceType = string | { readonly type: string; readonly weight?: number | undefined };

interface Types {
  /** Absent where the policy says what types must have. */
  readonly instanceTypes?: readonly InstanceType[] | undefined;
}

export const typeIn = (written: InstanceType): string => (typeof written === 'string' ? written : written.type);

export const typesOf = ({ instanceTypes = [] }: Types): string[] => instanceTypes.map(typeIn);

/** Units of capacity by type; undefined if no type has a weight, so that capacity counts workers. */
export function weightsOf({ instanceTypes = [] }: Types): Readonly<Record<string, number>> | undefined {
  const weights = instanceTypes.map((each) => (typeof each === 'string' ? undefined : each.weight));
  if (weights.every((weight) => weight === undefined)) return undefined;
  return Object.fromEntries(instanceTypes.map((each, index) => [typeIn(each), weights[index] ?? 1]));
}
