import { readAccepted } from '../evaluation/index.ts';
import { UserError } from '../model/index.ts';
import { type Policy, parsePolicy } from '../policy/index.ts';
import { invalidDocument, titleOf, unknownGroup, unknownSignals } from '../presentation/index.ts';
import { measuredBy, type PolicyRead, type Scenario } from '../simulation/index.ts';
import type { BacktestDeployment } from './recordings/deployment.ts';

/** A document and the name of its file. */
export interface NamedDocument {
  readonly name: string;
  readonly document: unknown;
}

/** A policy to replay. */
export interface Candidate {
  /** The name of its row: `today` is the active version, `new` the one from a file. */
  readonly name: 'today' | 'new';
  /** `version 3`, or the file's name. */
  readonly title: string;
  /** As its author wrote it. */
  readonly document: unknown;
  readonly policy: Policy;
}

/** The active version, when there is a deployment, then the policy from a file. At least one. */
export async function candidatesOf(
  { policy: file, against, group }: Documents,
  deployment: BacktestDeployment | null,
): Promise<Candidate[]> {
  const fromFile = file === undefined ? [] : [candidateOf('new', file)];
  if (against !== undefined) return [candidateOf('today', against), ...fromFile];
  const active = deployment && group !== undefined ? await activeVersion(group, deployment) : null;
  if (deployment && group !== undefined && !active && fromFile.length === 0) {
    throw new UserError(`${group} has no active policy version: name a policy with --policy FILE.`);
  }
  return active ? [active, ...fromFile] : fromFile;
}

interface Documents {
  readonly policy?: NamedDocument | undefined;
  /** Replaces the active version. */
  readonly against?: NamedDocument | undefined;
  readonly group?: string | undefined;
}

function candidateOf(row: Candidate['name'], { name, document }: NamedDocument): Candidate {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw invalidDocument(titleOf('policy', name), parsed.faults);
  return { name: row, title: name, document, policy: parsed.value };
}

async function activeVersion(group: string, deployment: BacktestDeployment): Promise<Candidate | null> {
  const { states, policies } = deployment.store;
  const state = (await states.read([group])).get(group);
  if (!state) throw unknownGroup(group, deployment);
  const { version } = state.policy;
  if (version === null) return null;
  const accepted = (await policies.read([{ group, version }])).get(group) ?? { document: undefined, completed: null };
  const { document } = accepted;
  const parsed = readAccepted(accepted);
  if (!parsed.ok) throw invalidDocument(`Version ${version} of ${group}`, parsed.faults);
  return { name: 'today', title: `version ${version}`, document, policy: parsed.value };
}

/** Adds to each policy what its metrics measure: as the scenario says, else by the metrics' names. */
export function readOf(candidates: readonly Candidate[], metrics: Scenario['metrics']): PolicyRead[] {
  return candidates.map(({ title, policy }) => {
    const measured = measuredBy(policy, metrics);
    if (!measured.ok) throw unknownSignals(title, measured.faults);
    return { policy, signals: measured.value };
  });
}
