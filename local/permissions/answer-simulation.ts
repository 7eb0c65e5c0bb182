import type { ServerResponse } from 'node:http';
import { printXml, type Xml } from '../query/xml.ts';
import { type HttpRequest, type Models, readCall, type Signer } from '../requests/index.ts';
import type { KeyValues } from './request-keys.ts';
import type { Roles } from './roles.ts';
import { type SimulationResult, simulated } from './simulate.ts';

/** The input of `SimulatePrincipalPolicy`. */
interface SimulationInput {
  readonly PolicySourceArn: string;
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[];
  readonly ContextEntries?: readonly {
    readonly ContextKeyName?: string;
    readonly ContextKeyValues?: readonly string[];
    readonly ContextKeyType?: string;
  }[];
}

/** What a request asks IAM's policy simulator; null for any other. The emulator's own simulator ignores condition keys. */
export async function simulationIn(
  request: HttpRequest,
  signer: Signer,
  models: Models,
): Promise<SimulationInput | null> {
  const model = signer.service === 'iam' ? await models.of('iam') : null;
  if (model === null) return null;
  const { operation, input } = readCall(request, signer, model);
  return operation === 'SimulatePrincipalPolicy' ? (input as unknown as SimulationInput) : null;
}

const DECISIONS = { allowed: 'allowed', denied: 'implicitDeny', 'explicitly-denied': 'explicitDeny' } as const;

/**
 * Answers as https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html says, in one page. Throws if
 * the policies of the role cannot be judged.
 */
export async function answerSimulation(
  { PolicySourceArn, ActionNames, ResourceArns: resources = [], ContextEntries = [] }: SimulationInput,
  roles: Roles,
  response: ServerResponse,
): Promise<void> {
  const statements = await roles.statementsOf(PolicySourceArn.split('/').at(-1) ?? '');
  const context = contextOf(ContextEntries);
  const results = ActionNames.map((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource) => simulated({ action, resource, context }, statements)),
  );
  const EvaluationResults = results.flatMap((each) => resultOf(each, resources.length > 0));
  const answer = { SimulatePrincipalPolicyResult: { IsTruncated: false, EvaluationResults } };
  response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(printXml('SimulatePrincipalPolicyResponse', answer, 'member'));
}

/** One action. The result of each named resource is in a list of its own, with its missing keys. */
function resultOf(each: readonly SimulationResult[], isNamed: boolean): Xml[] {
  const [first] = each;
  if (first === undefined) return [];
  const worst = each.find(({ verdict }) => verdict !== 'allowed') ?? first;
  const ofEach = each.map(({ resource, verdict, missing }) => ({
    EvalResourceName: resource,
    EvalResourceDecision: DECISIONS[verdict],
    MissingContextValues: missing,
  }));
  return [
    {
      EvalActionName: first.action,
      EvalResourceName: first.resource,
      EvalDecision: DECISIONS[worst.verdict],
      ...(isNamed ? { ResourceSpecificResults: ofEach } : { MissingContextValues: first.missing }),
    },
  ];
}

const contextOf = (entries: NonNullable<SimulationInput['ContextEntries']>): Record<string, KeyValues> =>
  Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyValues: values = [], ContextKeyType = '' }) => [
      ContextKeyName,
      ContextKeyType.endsWith('List') ? values : (values[0] ?? null),
    ]),
  );
