import type { ServerResponse } from 'node:http';
import { printXml, type Xml } from '../query/xml.ts';
import type { KeyValues } from './request-keys.ts';
import type { Roles } from './roles.ts';
import { type SimulationResult, simulated } from './simulate.ts';

/** Whether a request asks IAM's policy simulator about a role. The emulator's own ignores condition keys. */
export const isSimulation = (body: Buffer): boolean =>
  new URLSearchParams(body.toString()).get('Action') === 'SimulatePrincipalPolicy';

const DECISIONS = { allowed: 'allowed', denied: 'implicitDeny', 'explicitly-denied': 'explicitDeny' } as const;

/**
 * Answers as https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html says, in one page. Throws if
 * the policies of the role cannot be judged.
 */
export async function answerSimulation(body: Buffer, roles: Roles, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(body.toString());
  const statements = await roles.statementsOf(form.get('PolicySourceArn')?.split('/').at(-1) ?? '');
  const resources = listIn(form, 'ResourceArns');
  const context = contextIn(form);
  const results = listIn(form, 'ActionNames').map((action) =>
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
      ...{ EvalActionName: first.action, EvalResourceName: first.resource, EvalDecision: DECISIONS[worst.verdict] },
      ...(isNamed ? { ResourceSpecificResults: ofEach } : { MissingContextValues: first.missing }),
    },
  ];
}

/** `Name.member.1`, `Name.member.2` and so on. */
function listIn(form: URLSearchParams, name: string): string[] {
  const found: string[] = [];
  for (let index = 1; form.has(`${name}.member.${index}`); index++)
    found.push(form.get(`${name}.member.${index}`) ?? '');
  return found;
}

function contextIn(form: URLSearchParams): Record<string, KeyValues> {
  const context: Record<string, KeyValues> = {};
  for (let index = 1; form.has(`ContextEntries.member.${index}.ContextKeyName`); index++) {
    const entry = `ContextEntries.member.${index}`;
    const values = listIn(form, `${entry}.ContextKeyValues`);
    const isList = form.get(`${entry}.ContextKeyType`)?.endsWith('List') ?? false;
    context[form.get(`${entry}.ContextKeyName`) ?? ''] = isList ? values : (values[0] ?? null);
  }
  return context;
}
