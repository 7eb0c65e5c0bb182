import { type Deployment, unknownGroup } from '../../cli/aws.ts';
import { nameOf, readDocument } from '../../cli/documents.ts';
import { Failure, invalid, invalidDocument } from '../../cli/failure.ts';
import { type Fault, type Policy, parsePolicy } from '../policy/index.ts';
import { measuredBy, type PolicyRead, type World } from '../simulation/index.ts';

/** A policy to be replayed. */
export interface Candidate {
  /** Its row: the one in force, or the one of a file. */
  readonly name: 'today' | 'new';
  /** `version 3`, or the file's name. */
  readonly title: string;
  /** As its author wrote it. */
  readonly document: unknown;
  readonly policy: Policy;
}

/** The policy of a file, and before it the one in force where a deployment is asked for it. */
export async function candidatesOf(
  file: string | undefined,
  group: string | undefined,
  deployment: Deployment | null,
): Promise<Candidate[]> {
  const written = file === undefined ? [] : [await candidateOf(file)];
  const inForce = deployment && group !== undefined ? await inForceOf(group, deployment) : null;
  if (deployment && group !== undefined && !inForce && written.length === 0) {
    throw new Failure(`No policy of ${group} is in force: give one with --policy FILE.`);
  }
  return inForce ? [inForce, ...written] : written;
}

async function candidateOf(file: string): Promise<Candidate> {
  const document = await readDocument(file);
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw invalidDocument(`The policy ${nameOf(file)}`, parsed.faults);
  return { name: 'new', title: nameOf(file), document, policy: parsed.value };
}

async function inForceOf(group: string, deployment: Deployment): Promise<Candidate | null> {
  const { states, policies } = deployment.store;
  const state = (await states.read([group])).get(group);
  if (!state) throw unknownGroup(group, deployment);
  const { version } = state;
  if (version === null) return null;
  const document = (await policies.read([{ group, version }])).get(group);
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw invalidDocument(`Version ${version} of ${group}`, parsed.faults);
  return { name: 'today', title: `version ${version}`, document, policy: parsed.value };
}

/** The policies with what their metrics measure, as a world says or their names tell. */
export function readOf(candidates: readonly Candidate[], metrics: World['metrics']): PolicyRead[] {
  return candidates.map(({ title, policy }) => {
    const measured = measuredBy(policy, metrics);
    if (!measured.ok) throw unmeasured(title, measured.faults);
    return { policy, signals: measured.value };
  });
}

const unmeasured = (title: string, faults: readonly Fault[]): Failure =>
  invalid(
    [
      `Of ${title}, it cannot be told what every metric measures. Say it in a world file for --world:`,
      ...faults.map(({ path, message }) => `  ${path}: ${message}`),
    ].join('\n'),
  );
