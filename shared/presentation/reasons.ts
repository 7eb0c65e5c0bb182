import { failure, misuse, NO_GROUP_REMEDY, type NoGroup, noGroupText } from '../model/index.ts';

/** Errors of what a person asks for. */
export const reasons = {
  'no-such-group': failure<NoGroup>(
    'The stage has no such group. `close`: the one that was probably meant.',
    noGroupText,
    () => NO_GROUP_REMEDY,
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
