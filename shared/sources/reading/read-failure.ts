import { cutTo, type Datapoint, errorText, isRejected, type Reason } from '../../model/index.ts';
import { WorkerReadout } from '../worker-readout.ts';

/** A request whose source could not be read. It is no data, and never a zero. */
export class ReadFailure {
  /** The code with which the source answered, or the name of the error. */
  readonly code: string;
  /** The source's own words, for logs. */
  readonly message: string;
  /** What was thrown; undefined if the source answered that it has no data to give. */
  readonly cause: unknown;
  /** What is wrong and what to do about it, where the source's module has a code for it. */
  readonly reason: Reason | undefined;
  /** Whether the source may answer later, or may answer the functions. The policy may then be right. */
  readonly isUnanswered: boolean;

  constructor(code: string, message: string, cause?: unknown, reason?: Reason, isUnanswered = false) {
    this.code = code;
    this.message = message;
    this.cause = cause;
    this.reason = reason;
    this.isUnanswered = isUnanswered;
  }
}

/** What a reader threw. */
export function readFailure(error: unknown): ReadFailure {
  const code = error instanceof Error ? error.name : 'Error';
  return new ReadFailure(code, errorText(error), error, undefined, !isRejected(error));
}

/** The source answered that it has no values now. */
export const unanswered = (code: string): ReadFailure => new ReadFailure(code, code, undefined, undefined, true);

/** A failure that the source's own reasons explain. */
export const failedBecause = (reason: Reason): ReadFailure => explained(reason, false);

/** The same for a source that may answer later, or may answer the functions. */
export const unansweredBecause = (reason: Reason): ReadFailure => explained(reason, true);

const explained = (reason: Reason, isUnanswered: boolean): ReadFailure =>
  new ReadFailure(reason.code, `${reason.code} ${JSON.stringify(reason.params)}`, undefined, reason, isUnanswered);

const LONGEST_ANSWER = 300;

/** What the source answered, in one line; undefined if it answered nothing but a code. */
export const answerIn = ({ cause }: ReadFailure): string | undefined =>
  cause instanceof Error ? cutTo(inOneLine(cause.message), LONGEST_ANSWER) : undefined;

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ').replace(/\.$/, '');

/** Whether the status of an HTTP answer says that the server can't answer now. */
export const isForNow = (status: number): boolean => status === 429 || status >= 500;

/** What a reader answers for one request. */
export type Readout = readonly Datapoint[] | WorkerReadout | ReadFailure;

/** What was read of the group as a whole for one request; undefined if its source could not be read. */
export function datapointsOf(read: Readout | undefined): readonly Datapoint[] | undefined {
  if (read instanceof ReadFailure) return undefined;
  return read instanceof WorkerReadout ? read.group : read;
}
