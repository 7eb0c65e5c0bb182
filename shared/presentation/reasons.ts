import { failure, meantText, misuse } from '../model/index.ts';

/** Errors of what a person asks for. */
export const reasons = {
  'no-such-group': failure<{ group: string; table: string; close?: string }>(
    'The stage has no such group. `close`: the one that was probably meant.',
    ({ group, table, close }) => `There is no group ${group} in the table ${table}${meantText(close)}`,
    () => '"npx headcount policy list" shows the groups that exist; add one with "npx headcount policy apply FILE".',
  ),
  'invalid-document': misuse<{ what: string; faults: readonly string[]; more: number }>(
    'A document is not valid. `faults`: each with its path; `more`: how many more there are.',
    ({ what, faults, more }) =>
      [
        `${what} is not valid:`,
        ...faults.map((fault) => `  ${fault}`),
        ...(more > 0 ? [`  and ${more} more like these`] : []),
      ].join('\n'),
  ),
};
