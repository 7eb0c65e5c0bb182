/** Runs of each property: enough at hand to be quick, many in CI. */
export const runs = process.env['CI'] === 'true' ? 10_000 : 1_000;
