/** The description of a function, with the version of Headcount that deployed it. */
export const describedVersion = (description: string, version: string): string =>
  `${description} (Headcount ${version})`;

/** The version in a description; null for one without. */
export const versionIn = (description: string): string | null => /\(Headcount (\S+)\)$/.exec(description)?.[1] ?? null;
