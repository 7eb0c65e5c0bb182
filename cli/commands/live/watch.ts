import { InvalidArgumentError, Option } from 'commander';
import type { PolicyRecords } from '../../../shared/evaluation/index.ts';
import { ReasonedError } from '../../../shared/model/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { runLive } from '../../../shared/terminal/index.ts';
import type { Deployment } from '../../aws.ts';
import { awsError } from '../../aws-errors.ts';

const MOST_SECONDS = 3600;

/** What live views need of a deployment. */
export interface Viewed extends Pick<Deployment, 'table' | 'evaluation'> {
  readonly store: Pick<Deployment['store'], 'states' | 'evaluations'> & {
    readonly records: Pick<PolicyRecords, 'groups'>;
  };
}

/** The option of a view that is loaded again and again. */
export const everyOption = (): Option =>
  new Option('--every <seconds>', 'how often the view is updated').argParser(secondsOf).default(5);

function secondsOf(written: string): number {
  const seconds = Number(written);
  if (written.trim() !== '' && seconds >= 1 && seconds <= MOST_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a number from 1 to ${MOST_SECONDS}.`);
}

/** Whether a person looks at standard output. In a pipe, a view is printed once. */
export const isLive = (): boolean => process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';

/** Shows a text, and loads it again and again. Errors are shown below, and the next load may succeed. */
export const watch = (title: string, everySeconds: number, textOf: () => Promise<string>): Promise<void> =>
  runLive({
    everySeconds,
    load: textOf,
    draw: (text, error) => [
      `${title}  every ${everySeconds} s, q leaves`,
      '',
      ...(text === null && error === undefined ? ['Loading …'] : []),
      ...linesOf(text ?? ''),
      ...errorLines(error),
    ],
  });

export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

export function errorLines(error: unknown): string[] {
  if (error === undefined) return [];
  const message =
    error instanceof ReasonedError
      ? sentence(error.reason)
      : (awsError(error, undefined)?.message ?? (error instanceof Error ? error.message : String(error)));
  return ['', ...linesOf(message)];
}
