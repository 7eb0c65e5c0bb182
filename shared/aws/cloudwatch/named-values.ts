/** Dimensions in CloudWatch's format, sorted by name, so that equal dimensions compare equal. */
export const namedValues = (dimensions: Readonly<Record<string, string>>): { Name: string; Value: string }[] =>
  Object.entries(dimensions)
    .map(([Name, Value]) => ({ Name, Value }))
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
