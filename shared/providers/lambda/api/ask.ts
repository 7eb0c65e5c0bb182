import { type BoundedAnswer, connectionError, isTimeout } from '../../../aws/bounded-fetch.ts';
import { invoke } from '../../../aws/lambda/invoke.ts';
import type { Borrowed } from '../../../aws/query/call.ts';
import { faultsOf, PARSING, type Reason } from '../../../model/index.ts';
import { because } from '../because.ts';
import { FunctionError } from '../errors.ts';
import { type Action, ANSWERS, type AnswerTo } from '../messages.ts';
import type { Functions } from '../ports.ts';

/** For the whole answer. An evaluation lives for 120 s, and asks a group's function a few times. */
const SECONDS = 8;
const MOST_BYTES = 1_048_576;
const MOST_TEXT = 300;

export interface AskContext {
  readonly borrowed: Borrowed;
  /** Of the process, unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly seconds?: number;
}

/** Invokes functions, and reads no more than a valid answer of theirs. */
export const functionsOnAws = ({ borrowed, environment, seconds = SECONDS }: AskContext): Functions => ({
  async ask(name, message) {
    const payload = JSON.stringify(message);
    const invocation = { function: name, payload, milliseconds: seconds * 1000, mostBytes: MOST_BYTES };
    const answer = await invoke(invocation, borrowed, environment).catch((error: unknown) => {
      const cause = { cause: error };
      if (isTimeout(error)) throw new FunctionError(because['function-timeout']({ function: name, seconds }), cause);
      throw new FunctionError(
        because['function-not-invoked']({ function: name, error: connectionError(error) }),
        cause,
      );
    });
    return answerIn(name, message.action, answer);
  },
});

/** A function that throws answers with status 200 and an error: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function answerIn<A extends Action>(name: string, action: A, { status, body }: BoundedAnswer): AnswerTo<A> {
  const of = { function: name };
  if (body === null) throw failure(because['function-too-large']({ ...of, bytes: MOST_BYTES }));
  const document = documentIn(body);
  const { errorMessage, errorType, message, Message } = Object(document) as Record<string, unknown>;
  if (status !== 200) {
    const error = shortened(message ?? Message ?? `status ${status}`);
    throw new FunctionError(because['function-not-invoked']({ ...of, error }), { cause: { status } });
  }
  if (errorMessage !== undefined) {
    throw failure(because['function-threw']({ ...of, error: shortened(`${errorType ?? 'Error'}: ${errorMessage}`) }));
  }
  const parsed = ANSWERS[action].safeParse(document, PARSING);
  if (parsed.success) return parsed.data as AnswerTo<A>;
  const [first] = faultsOf(parsed.error);
  const [path, error] = [first?.path || 'it', shortened(first?.message ?? 'is not valid')];
  throw failure(because['function-invalid-answer']({ ...of, action, path, error }));
}

const failure = (reason: Reason): FunctionError => new FunctionError(reason);
const shortened = (text: unknown): string => String(text).slice(0, MOST_TEXT);

function documentIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
