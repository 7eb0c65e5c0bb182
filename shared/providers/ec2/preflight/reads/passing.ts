import type { Iam } from '../../../../aws/iam.ts';
import type { FunctionFacts } from '../../../../aws/preflight/functions.ts';
import type { Asked } from '../../../../model/index.ts';
import { EVALUATING_FUNCTIONS, functionName } from '../../../../names/index.ts';

/**
 * Asks which of the roles at least one launching function may not pass to instances. All functions that evaluate groups
 * launch, and each has a role of its own. Null if none of them is deployed.
 */
export function passingOf(
  functions: Pick<FunctionFacts, 'function'>,
  iam: Pick<Iam, 'notPassable'>,
  stage: string,
): (roles: readonly string[]) => Promise<Asked<readonly string[] | null>> {
  return async (roles) => {
    const answers = await Promise.all(
      EVALUATING_FUNCTIONS.map(async (name): Promise<Asked<readonly string[] | null>> => {
        const found = await functions.function(functionName(stage, name));
        if ('failure' in found) return found;
        return found.value === null ? { value: null } : iam.notPassable(found.value.role, roles);
      }),
    );
    const refused = new Set<string>();
    let isDeployed = false;
    for (const answer of answers) {
      if ('failure' in answer) return answer;
      if (answer.value !== null) isDeployed = true;
      for (const role of answer.value ?? []) refused.add(role);
    }
    return { value: isDeployed ? [...refused] : null };
  };
}
