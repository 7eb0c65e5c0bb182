import { Option } from 'commander';
import { isMap, valueError } from '../../shared/model/index.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import type { ValidationError } from '../../shared/policy/index.ts';
import { invalidDocument, titleOf } from '../../shared/presentation/index.ts';
import { DEFAULT_STAGE, stageOf } from '../aws.ts';
import { nameOf, readDocument } from './documents.ts';

/** `--stage` of a command that reads a policy file and calls no AWS. */
export const overlayOption = (): Option =>
  new Option('--stage <stage>', 'the stage whose changes in the policy file apply')
    .env(ENVIRONMENT.stage)
    .default(DEFAULT_STAGE)
    .argParser(stageOf);

/** The names of the stages that a document has changes for. */
export const stagesIn = (document: unknown): string[] =>
  isMap(document) && isMap(document['stages']) ? Object.keys(document['stages']) : [];

/** A document as a stage gets it: with the changes of that stage, if there are any. */
export function forStage(document: unknown, stage: string | null): unknown {
  if (!isMap(document)) return document;
  const { stages, ...base } = document;
  if (stage === null || !isMap(stages) || !Object.hasOwn(stages, stage)) return base;
  return merged(base, stages[stage] ?? {});
}

/** Maps are merged, null removes a field, and everything else replaces what was there. */
function merged(base: unknown, change: unknown): unknown {
  if (!isMap(change)) return change;
  const fields = new Map(isMap(base) ? Object.entries(base) : []);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) fields.delete(name);
    else fields.set(name, merged(fields.get(name), value));
  }
  return Object.fromEntries(fields);
}

/** What is wrong with the stages of a document, whatever their changes contain. */
export function stageErrors(document: unknown): ValidationError[] {
  if (!isMap(document) || !Object.hasOwn(document, 'stages')) return [];
  const { stages } = document;
  const wrong = (path: string, expected: string) => valueError(path, 'invalid-value', { expected });
  if (!isMap(stages))
    return [wrong('stages', 'must be a map of stages, such as { staging: { capacity: { max: 5 } } }')];
  return Object.entries(stages).flatMap(([stage, change]) => {
    const path = `stages.${stage}`;
    if (!isStage(stage)) return [wrong(path, 'must be the name of a stage, such as production')];
    if (change !== null && !isMap(change)) return [wrong(path, 'must be a map of what differs in this stage')];
    return ['group', 'stages']
      .filter((name) => change !== null && Object.hasOwn(change, name))
      .map((name) => wrong(`${path}.${name}`, 'must not differ between stages'));
  });
}

/** The document without the parts of its stages that {@link stageErrors} finds, so that the rest can be checked. */
export function withoutWrongStages(document: unknown): unknown {
  if (!isMap(document)) return document;
  const { stages, ...base } = document;
  const usable = Object.entries(isMap(stages) ? stages : {}).flatMap(([stage, change]) => {
    if (!isStage(stage) || (change !== null && !isMap(change))) return [];
    const { group: _, stages: __, ...rest } = change ?? {};
    return [[stage, rest] as const];
  });
  return { ...base, stages: Object.fromEntries(usable) };
}

function isStage(name: string): boolean {
  try {
    return stageOf(name) === name;
  } catch {
    return false;
  }
}

/** The policy in a file, as a stage gets it. Throws for wrong stages; the rest is not checked. */
export async function readPolicy(path: string, stage: string): Promise<unknown> {
  const document = await readDocument(path);
  const errors = stageErrors(document);
  if (errors.length > 0) throw invalidDocument(titleOf('policy', nameOf(path)), errors);
  return forStage(document, stage);
}
