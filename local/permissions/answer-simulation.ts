import type { ServerResponse } from 'node:http';
import type { KeyValues } from './request-keys.ts';
import type { Roles } from './roles.ts';
import { type SimulationResult, simulated } from './simulate.ts';

/** Whether a request asks IAM's policy simulator about a role. The emulator's own ignores condition keys. */
export const isSimulation = (body: Buffer): boolean =>
  new URLSearchParams(body.toString()).get('Action') === 'SimulatePrincipalPolicy';

const DECISIONS = { allowed: 'allowed', denied: 'implicitDeny', 'explicitly-denied': 'explicitDeny' } as const;

/** Answers as https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html says, in one page. */
export async function answerSimulation(body: Buffer, roles: Roles, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(body.toString());
  const role = form.get('PolicySourceArn')?.split('/').at(-1) ?? '';
  const statements = await roles.statementsOf(role).catch(() => null);
  if (statements === null) return answerXml(response, 404, noSuchRole(role));
  const resources = listIn(form, 'ResourceArns');
  const context = contextIn(form);
  const results = listIn(form, 'ActionNames').map((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource) => simulated({ action, resource, context }, statements)),
  );
  answerXml(
    response,
    200,
    `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${results.map((each) => resultXml(each, resources.length > 0)).join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
  );
}

/** One action. The result of each named resource is in a list of its own, with its missing keys. */
function resultXml(each: readonly SimulationResult[], isNamed: boolean): string {
  const [first] = each;
  if (first === undefined) return '';
  const worst = each.find(({ verdict }) => verdict !== 'allowed') ?? first;
  const specific = each.map(
    (one) =>
      `<member><EvalResourceName>${one.resource}</EvalResourceName><EvalResourceDecision>${DECISIONS[one.verdict]}</EvalResourceDecision>${missingXml(one)}</member>`,
  );
  const details = isNamed
    ? `<ResourceSpecificResults>${specific.join('')}</ResourceSpecificResults>`
    : missingXml(first);
  return `<member><EvalActionName>${first.action}</EvalActionName><EvalResourceName>${first.resource}</EvalResourceName><EvalDecision>${DECISIONS[worst.verdict]}</EvalDecision>${details}</member>`;
}

const missingXml = ({ missing }: SimulationResult): string =>
  `<MissingContextValues>${missing.map((key) => `<member>${key}</member>`).join('')}</MissingContextValues>`;

const noSuchRole = (role: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role with name ${role} cannot be found.</Message></Error></ErrorResponse>`;

function answerXml(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
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
