/** Names without those that are not written, each once. */
export const distinct = (...names: readonly (string | undefined)[]): string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
];
