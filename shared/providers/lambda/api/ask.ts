import { type BoundedAnswer, connectionError, isTimeout } from '../../../aws/bounded-fetch.ts';
import { functionAnswer, shortened } from '../../../aws/lambda/answer.ts';
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

function answerIn<A extends Action>(name: string, action: A, bounded: BoundedAnswer): AnswerTo<A> {
  const of = { function: name };
  const answer = functionAnswer(bounded);
  if (answer.kind === 'too-large') throw failure(because['function-too-large']({ ...of, bytes: MOST_BYTES }));
  if (answer.kind === 'not-invoked') {
    const { error, status } = answer;
    throw new FunctionError(because['function-not-invoked']({ ...of, error }), { cause: { status } });
  }
  if (answer.threw !== null) throw failure(because['function-threw']({ ...of, error: answer.threw }));
  const parsed = ANSWERS[action].safeParse(answer.document, PARSING);
  if (parsed.success) return parsed.data as AnswerTo<A>;
  const [first] = faultsOf(parsed.error);
  const [path, error] = [first?.path || 'it', shortened(first?.message ?? 'is not valid')];
  throw failure(because['function-invalid-answer']({ ...of, action, path, error }));
}

const failure = (reason: Reason): FunctionError => new FunctionError(reason);
