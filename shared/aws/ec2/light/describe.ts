import type { DescribeInstances, InstanceFilter, SeenInstance } from '../seen-instance.ts';
import { instancePage } from './answer.ts';
import { type Borrowed, ec2Call } from './call.ts';

const INSTANCES_PER_PAGE = 1000;

/**
 * DescribeInstances without the EC2 client: that one takes 550 KB of bundle and 50 ms of every cold start, nearly all
 * of it for actions that are not needed to look (`npm run bench -- cold` measures it).
 */
export function lightDescribe(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): DescribeInstances {
  const call = ec2Call(borrowed, environment);
  return async (filters) => {
    const found: SeenInstance[] = [];
    const parameters = { ...filterParameters(filters), MaxResults: String(INSTANCES_PER_PAGE) };
    let nextToken = '';
    do {
      const page = instancePage(
        await call('DescribeInstances', { ...parameters, ...(nextToken && { NextToken: nextToken }) }),
      );
      found.push(...page.instances);
      nextToken = page.nextToken;
    } while (nextToken !== '');
    return found;
  };
}

function filterParameters(filters: readonly InstanceFilter[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  filters.forEach(({ name, values }, filter) => {
    parameters[`Filter.${filter + 1}.Name`] = name;
    values.forEach((value, index) => {
      parameters[`Filter.${filter + 1}.Value.${index + 1}`] = value;
    });
  });
  return parameters;
}
