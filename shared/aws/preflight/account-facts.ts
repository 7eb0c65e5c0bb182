import { asked } from '../../model/index.ts';
import type { AccountFacts } from '../../operations/index.ts';
import { type Borrowed, QueryFault, type QueryService, queryCall } from '../query/call.ts';
import { errorInResponse } from '../query/error-response.ts';
import { items, only, parsed, text } from '../query/xml.ts';
import type { FunctionFacts } from './functions.ts';

const STS: QueryService = {
  label: 'STS',
  name: 'sts',
  variable: 'STS',
  version: '2011-06-15',
  errorIn: errorInResponse,
};
const CLOUDFORMATION: QueryService = {
  label: 'CloudFormation',
  name: 'cloudformation',
  variable: 'CLOUDFORMATION',
  version: '2010-05-15',
  errorIn: errorInResponse,
};

/** Reads what a preflight asks of the account, without the clients of these services. */
export function awsAccountFacts(
  borrowed: Borrowed,
  functions: FunctionFacts,
  environment: NodeJS.ProcessEnv = process.env,
): AccountFacts {
  const sts = queryCall(STS, borrowed, environment);
  const cloudformation = queryCall(CLOUDFORMATION, borrowed, environment);
  return {
    identity: () =>
      asked('sts:GetCallerIdentity', '*', async () => {
        const result = only(
          only(parsed(await sts('GetCallerIdentity', {})), 'GetCallerIdentityResponse'),
          'GetCallerIdentityResult',
        );
        const account = text(result, 'Account');
        // The page of a proxy is XML, too.
        if (account === '') throw new Error('something other than STS answered');
        return { account, arn: text(result, 'Arn'), region: await borrowed.region() };
      }),

    stackStatus: (name) =>
      asked('cloudformation:DescribeStacks', `stack ${name}`, async () => {
        try {
          const xml = await cloudformation('DescribeStacks', { StackName: name });
          const result = only(only(parsed(xml), 'DescribeStacksResponse'), 'DescribeStacksResult');
          return items(result, 'Stacks', 'member').map((stack) => text(stack, 'StackStatus'))[0] ?? null;
        } catch (error) {
          // A stack that does not exist is a ValidationError; https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
          const { cause } = error as Error;
          if (cause instanceof QueryFault && /does not exist/.test(cause.message)) return null;
          throw error;
        }
      }),

    hasFunction: async (name) => {
      const found = await functions.function(name);
      return 'value' in found ? { value: found.value !== null } : found;
    },
    concurrency: functions.concurrency,
  };
}
