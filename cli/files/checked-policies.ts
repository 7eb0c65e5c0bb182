import { closeTo, GROUP_NAME, valueError } from '../../shared/model/index.ts';
import {
  faultText,
  type PolicyDocument,
  parseDeployable,
  parsePolicy,
  policyFindings,
  type ValidationError,
} from '../../shared/policy/index.ts';
import { invalidDocuments, titleOf } from '../../shared/presentation/index.ts';
import { printNote } from '../../shared/terminal/index.ts';
import { wrongUsage } from '../errors/index.ts';
import { nameOf, readDocuments } from './documents.ts';
import { forStage, stageErrors, stagesIn, withoutWrongStages } from './stages.ts';

/** One document of a file, with its validation errors. */
export interface CheckedPolicy {
  readonly file: string;
  /** Null when the document has no valid name of a group. */
  readonly group: string | null;
  readonly document: unknown;
  readonly faults: readonly ValidationError[];
  /** What prevents deployment although the policy is valid, such as a missing provider. */
  readonly notYet: readonly ValidationError[];
  /** What is valid and will probably not do what its author expects. */
  readonly warnings: readonly ValidationError[];
  /** What may be removed, such as a window that is over. */
  readonly notes: readonly ValidationError[];
}

const NOTHING_FOUND = { notYet: [], warnings: [], notes: [] } as const;

interface CheckUse {
  /** The documents as this stage gets them. */
  readonly stage?: string | undefined;
  /** The time at which the policies are to run, in ms since the epoch; absent if they are not. */
  readonly now?: number;
}

/**
 * Every document of the files, checked as the deployed functions check it. Each group may be defined only once. Without a
 * stage, documents are checked for every stage that they name, and for all others.
 */
export async function checkedPolicies(files: readonly string[], use: CheckUse = {}): Promise<CheckedPolicy[]> {
  if (files.filter((file) => file === '-').length > 1) throw wrongUsage('Standard input can be read only once.');
  const checked: CheckedPolicy[] = [];
  const documents: unknown[] = [];
  for (const file of files) {
    for (const document of await readDocuments(file)) {
      documents.push(document);
      checked.push(once(checkStages(nameOf(file), document, use), checked));
    }
  }
  if (documents.length < 2) return checked;
  const together = await togetherFaults(documents, use);
  return checked.map((policy, index) => ({ ...policy, faults: [...policy.faults, ...(together[index] ?? [])] }));
}

/** What is wrong with documents only together, for each of them: for every stage, as its own faults are. */
async function togetherFaults(documents: readonly unknown[], { stage }: CheckUse): Promise<ValidationError[][]> {
  const { comparedFaults } = await import('./compared.ts');
  const forAll = (name: string | null) => comparedFaults(documents.map((document) => forStage(document, name)));
  const others = await forAll(stage ?? null);
  const faults = others.map((own) => [...own]);
  if (stage !== undefined) return faults;
  for (const name of new Set(documents.flatMap(stagesIn))) {
    for (const [index, found] of (await forAll(name)).entries())
      faults[index]?.push(...onlyIn(name, found, others[index] ?? []));
  }
  return faults;
}

function checkStages(file: string, document: unknown, { stage, now }: CheckUse): CheckedPolicy {
  const wrong = stageErrors(document);
  const usable = wrong.length > 0 ? withoutWrongStages(document) : document;
  if (stage !== undefined) {
    const found = check(file, forStage(usable, stage), now);
    return { ...found, faults: [...wrong, ...found.faults] };
  }
  const others = check(file, forStage(usable, null), now);
  const named = stagesIn(usable).map((name) => ({ name, found: check(file, forStage(usable, name), now) }));
  const all = (list: 'faults' | 'notYet' | 'warnings' | 'notes') => [
    ...others[list],
    ...named.flatMap(({ name, found }) => onlyIn(name, found[list], others[list])),
  ];
  return {
    ...others,
    faults: [...wrong, ...all('faults')],
    notYet: all('notYet'),
    warnings: all('warnings'),
    notes: all('notes'),
  };
}

/** What a stage adds, under the path of the stage. */
const onlyIn = (stage: string, found: readonly ValidationError[], others: readonly ValidationError[]) =>
  found
    .filter(({ path, message }) => !others.some((other) => other.path === path && other.message === message))
    .map((error) => ({ ...error, path: `stages.${stage}${error.path === '' ? '' : `.${error.path}`}` }));

function check(file: string, document: unknown, now: number | undefined): CheckedPolicy {
  const parsed = parsePolicy(document);
  if (!parsed.ok)
    return { file, group: groupIn(document), document, faults: parsed.faults.map(withStages), ...NOTHING_FOUND };
  const deployable = parseDeployable(document);
  return {
    file,
    group: parsed.value.group,
    document,
    faults: [],
    notYet: deployable.ok ? [] : deployable.faults,
    ...policyFindings(parsed.value, now),
  };
}

/** Only files have the field `stages`, so only here can a misspelled field mean it. */
function withStages(fault: ValidationError): ValidationError {
  const isMeant =
    fault.code === 'unknown-field' && fault.params['close'] === undefined && closeTo(fault.path, ['stages']) !== null;
  return isMeant ? valueError(fault.path, 'unknown-field', { close: 'stages' }) : fault;
}

/** A group can be named although the rest of its policy is not valid. */
function groupIn(document: unknown): string | null {
  const { group } = Object(document) as { group?: unknown };
  return typeof group === 'string' && GROUP_NAME.test(group) ? group : null;
}

function once(policy: CheckedPolicy, before: readonly CheckedPolicy[]): CheckedPolicy {
  const twin = before.find(({ group }) => group !== null && group === policy.group);
  if (!twin) return policy;
  return {
    ...policy,
    faults: [...policy.faults, valueError('group', 'defined-twice', { file: twin.file })],
  };
}

/** With `--strict`, warnings are validation errors. Notes are not. */
export const asStrict = (checked: readonly CheckedPolicy[], strict: boolean | undefined): CheckedPolicy[] =>
  checked.map((policy) =>
    strict ? { ...policy, faults: [...policy.faults, ...policy.warnings], warnings: [] } : policy,
  );

/** Prints the warnings and notes of every file. */
export function noteWarnings(checked: readonly CheckedPolicy[]): void {
  for (const { file, warnings, notes } of checked) {
    for (const warning of warnings) printNote(`${file}: warning: ${faultText(warning)}.`);
    for (const note of notes) printNote(`${file}: note: ${faultText(note)}.`);
  }
}

/** The documents when all of them are deployable. Throws an error with every validation error of every file. */
export function accepted(checked: readonly CheckedPolicy[]): PolicyDocument[] {
  const refused = refusal(checked.map((policy) => ({ ...policy, faults: [...policy.faults, ...policy.notYet] })));
  if (refused) throw refused;
  return checked.map(({ document }) => document as PolicyDocument);
}

export function refusal(checked: readonly CheckedPolicy[]): Error | undefined {
  const [first, ...others] = checked
    .filter(({ faults }) => faults.length > 0)
    .map(({ file, faults }) => ({ what: titleOf('policy', file), faults }));
  return first && invalidDocuments([first, ...others]);
}
