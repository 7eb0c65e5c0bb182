/** Dimensions as CloudWatch takes them, in the order of their names, so that the same dimensions compare equal. */
export const namedValues = (dimensions: Readonly<Record<string, string>>): { Name: string; Value: string }[] =>
  Object.entries(dimensions)
    .map(([Name, Value]) => ({ Name, Value }))
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
