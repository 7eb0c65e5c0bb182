import { createReadStream } from 'node:fs';
import { decide } from '../../shared/decision/index.ts';
import {
  faultText,
  parseObservation,
  parsePolicy,
  type UnreadField,
  unreadFields,
  type ValidationError,
} from '../../shared/policy/index.ts';
import { type DecisionDocument, decisionDocument } from '../../shared/presentation/index.ts';
import { unreadable } from './documents.ts';
import { type Line, linesOf } from './lines.ts';
import { type UnreadNotes, unreadWarnings } from './unread-notes.ts';

/** An invalid case gets an answer with an error, so that the other cases are still decided. */
export type Answer =
  | { readonly id: unknown; readonly decision: DecisionDocument; readonly warnings?: readonly ValidationError[] }
  | { readonly id: unknown; readonly error: string };

/** Answers the cases of a file in order, one at a time. `-` is standard input. Empty lines are skipped. */
export async function* answersOf(path: string, notes: UnreadNotes): AsyncGenerator<Answer> {
  const stream: AsyncIterable<Buffer> = path === '-' ? process.stdin : createReadStream(path);
  try {
    for await (const line of linesOf(stream))
      if (line.text === null || line.text.trim() !== '') yield answerTo(line, notes);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === undefined ? cause : unreadable(path, cause);
  }
}

function answerTo(line: Line, notes: UnreadNotes): Answer {
  if (line.text === null) return { id: null, error: `line ${line.number} ${line.fault}` };
  let written: unknown;
  try {
    written = JSON.parse(line.text);
  } catch (cause) {
    return { id: null, error: `line ${line.number} is not JSON: ${(cause as Error).message}` };
  }
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return { id: null, error: `line ${line.number} must be a map with id, policy and observation` };
  }
  const unread = 'observation' in written ? unreadFields(written.observation) : [];
  notes.note(unread, `line ${line.number}: observation.`);
  return decided(written, unread);
}

function decided(
  written: { id?: unknown; policy?: unknown; observation?: unknown },
  unread: readonly UnreadField[],
): Answer {
  const id = written.id ?? null;
  const policy = parsePolicy(written.policy);
  const observation = parseObservation(written.observation);
  if (policy.ok && observation.ok) {
    return { id, decision: decisionDocument(decide(policy.value, observation.value)), ...unreadWarnings(unread) };
  }
  const faults = [
    ...(policy.ok ? [] : policy.faults.map(({ path, message }) => faultText({ path: path || 'policy', message }))),
    ...(observation.ok ? [] : observation.faults.map((fault) => `observation: ${faultText(fault)}`)),
  ];
  return { id, error: faults.join('; ') };
}
