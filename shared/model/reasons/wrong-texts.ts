import type { Reason } from './reason.ts';

/** Fields with the validation error of each, and how many are left out. */
interface Wrong {
  readonly fields: readonly string[];
  readonly errors: readonly Reason[];
  readonly more: number;
}

/** One text for each error, and one for those that are left out. */
export const wrongTexts = ({ fields, errors, more }: Wrong, sentence: (reason: Reason) => string): string[] => [
  ...errors.map((error, index) => `${fields[index] ? `${fields[index]} ` : ''}${sentence(error)}`),
  ...(more > 0 ? [`and ${more} more`] : []),
];
