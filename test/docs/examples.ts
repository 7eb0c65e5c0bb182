import { parseAllDocuments } from 'yaml';
import { type Decision, decide } from '../../shared/decision/index.ts';
import { type Policy, parseObservation, parsePolicy } from '../../shared/policy/index.ts';
import { decisionText, sentence } from '../../shared/presentation/index.ts';
import { type Block, blocksOf } from './markdown.ts';

/**
 * Marks of the pages' examples, the words after the language:
 * `yaml` is a complete policy; `yaml part` is some fields of one; `yaml invalid` is rejected; `yaml elsewhere` belongs to
 * another product; `yaml scenario` is for `simulate`; `yaml staged` is a file with stages. The policy before a `json observation` decides on it. The result
 * follows: `text reason`, `text decision` (as `headcount decide` prints it) or `text errors`.
 */
export interface Example {
  readonly policy: Block;
  /** Documents of the block, completed where it is a part. */
  readonly documents: readonly unknown[];
  readonly observation?: Block;
  readonly outcome?: Block;
}

const REST = { group: 'example', capacity: { min: 2, max: 20 } };

export function examplesOf(page: string, text?: string): Example[] {
  const examples: { policy: Block; documents: unknown[]; observation?: Block; outcome?: Block }[] = [];
  for (const block of blocksOf(page, text)) {
    const last = examples.at(-1);
    const [mark = ''] = block.marks;
    if (block.language === 'yaml' && !['elsewhere', 'scenario', 'staged'].includes(mark))
      examples.push({ policy: block, documents: documentsOf(block) });
    else if (!last) continue;
    else if (block.language === 'json' && mark === 'observation') {
      // One policy may be shown with several observations.
      if (last.observation) examples.push({ policy: last.policy, documents: last.documents, observation: block });
      else last.observation = block;
    } else if (block.language === 'text' && ['reason', 'decision', 'errors'].includes(mark)) last.outcome = block;
  }
  return examples;
}

function documentsOf({ text, marks }: Block): unknown[] {
  const parsed = parseAllDocuments(text);
  const documents = Array.isArray(parsed) ? parsed.map((document) => document.toJS() as object) : [];
  return documents.map((document) => (marks.includes('part') ? { ...REST, ...document } : document));
}

export const where = ({ page, line }: Block): string => `${page}:${line}`;

export function policyOf(example: Example): Policy {
  const parsed = parsePolicy(example.documents[0]);
  if (!parsed.ok) throw new Error(`${where(example.policy)} is refused: ${JSON.stringify(parsed.faults)}`);
  return parsed.value;
}

export function decisionOf(example: Example): Decision {
  if (!example.observation) throw new Error(`${where(example.policy)} has no observation`);
  const parsed = parseObservation(JSON.parse(example.observation.text));
  if (!parsed.ok) throw new Error(`${where(example.observation)} is refused: ${JSON.stringify(parsed.faults)}`);
  return decide(policyOf(example), parsed.value);
}

/** What the example's outcome block has to say, by the code. */
export function outcomeOf(example: Example): string {
  switch (example.outcome?.marks[0]) {
    case 'reason':
      return sentence(decisionOf(example).reason);
    case 'decision':
      return decisionText(decisionOf(example));
    default: {
      const parsed = parsePolicy(example.documents[0]);
      if (parsed.ok) throw new Error(`${where(example.policy)} is accepted`);
      return parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('\n');
    }
  }
}

/** The page with every outcome as the code has it now. */
export function regenerated(page: string, text: string): string {
  const lines = text.split('\n');
  for (const example of examplesOf(page, text).toReversed()) {
    const { outcome } = example;
    if (!outcome) continue;
    const length = outcome.text === '' ? 0 : outcome.text.split('\n').length;
    lines.splice(outcome.line - 1, length, ...outcomeOf(example).split('\n'));
  }
  return lines.join('\n');
}
