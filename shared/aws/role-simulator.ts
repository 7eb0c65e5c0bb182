import { asked } from '../model/index.ts';
import type { Judgement, RoleFacts, SimulatedCalls } from '../operations/index.ts';
import type { QueryCall } from './query/call.ts';
import { items, type Node, only, parsed, text } from './query/xml.ts';

/** Asks IAM's policy simulator, which changes nothing. The simulation includes no resource-based policies. */
export type RoleSimulator = Pick<RoleFacts, 'simulate'>;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const roleSimulator = (call: QueryCall): RoleSimulator => ({
  simulate: (principal, calls) =>
    asked('iam:SimulatePrincipalPolicy', principal, async () => {
      const judged: Judgement[] = [];
      let marker = '';
      // By default, IAM returns at most 100 results, and says so.
      do {
        const xml = await call('SimulatePrincipalPolicy', {
          PolicySourceArn: principal,
          ...parametersOf(calls),
          ...(marker && { Marker: marker }),
        });
        const result = only(only(parsed(xml), 'SimulatePrincipalPolicyResponse'), 'SimulatePrincipalPolicyResult');
        judged.push(...items(result, 'EvaluationResults', 'member').flatMap(judgementsIn));
        marker = text(result, 'IsTruncated') === 'true' ? text(result, 'Marker') : '';
      } while (marker !== '');
      return judged;
    }),
});

function parametersOf({ actions, resources, context }: SimulatedCalls): Record<string, string> {
  return {
    ...members('ActionNames', actions),
    ...members('ResourceArns', resources),
    ...Object.fromEntries(
      Object.entries(context).flatMap(([key, value], index) => {
        const entry = `ContextEntries.member.${index + 1}`;
        return Object.entries({
          [`${entry}.ContextKeyName`]: key,
          [`${entry}.ContextKeyType`]: typeof value === 'string' ? 'string' : 'stringList',
          ...members(`${entry}.ContextKeyValues`, typeof value === 'string' ? [value] : value),
        });
      }),
    ),
  };
}

const members = (name: string, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, index) => [`${name}.member.${index + 1}`, value]));

/** For named resources, a list contains a result for each; what applies to all of them is outside the list. */
function judgementsIn(result: Node): Judgement[] {
  const action = text(result, 'EvalActionName');
  const isDeniedByOrganization =
    text(only(result, 'OrganizationsDecisionDetail'), 'AllowedByOrganizations') === 'false';
  const ofEach = items(result, 'ResourceSpecificResults', 'member');
  return (ofEach.length > 0 ? ofEach : [result]).map((each) => ({
    action,
    isDeniedByOrganization,
    resource: text(each, 'EvalResourceName'),
    isAllowed: (text(each, 'EvalResourceDecision') || text(each, 'EvalDecision')) === 'allowed',
    missing: items(each, 'MissingContextValues', 'member').map(String),
  }));
}
