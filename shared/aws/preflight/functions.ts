import { type Asked, asked } from '../../model/index.ts';
import { type Borrowed, QueryFault } from '../query/call.ts';
import { type JsonCall, jsonCall } from '../query/json-call.ts';

const LAMBDA = { label: 'Lambda', name: 'lambda', variable: 'LAMBDA' };

interface Concurrency {
  readonly limit: number;
  readonly unreserved: number;
}

interface DeployedFunction {
  readonly arn: string;
  /** The ARN of its role. */
  readonly role: string;
  readonly description: string;
}

/** What a preflight reads of Lambda. */
export interface FunctionFacts {
  /** Null if there is no such function. Each is read once, because several checks ask for the same one. */
  function(name: string): Promise<Asked<DeployedFunction | null>>;
  /** The tags of a function; null if there is no such function. */
  tags(name: string): Promise<Asked<Readonly<Record<string, string>> | null>>;
  concurrency(): Promise<Asked<Concurrency>>;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function functionFacts(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): FunctionFacts {
  const call = jsonCall(LAMBDA, borrowed, environment);
  const read = new Map<string, ReturnType<FunctionFacts['function']>>();
  const readOnce: FunctionFacts['function'] = (name) => {
    const answer = read.get(name) ?? readFunction(call, name);
    read.set(name, answer);
    return answer;
  };
  return {
    function: readOnce,

    async tags(name) {
      const found = await readOnce(name);
      if ('failure' in found || found.value === null) return found as Asked<null>;
      return readTags(call, name, found.value.arn);
    },

    concurrency: () =>
      asked('lambda:GetAccountSettings', '*', async () => {
        const { AccountLimit: limits = {} } = (await call('GetAccountSettings', {
          path: '/2016-08-19/account-settings',
        })) as { AccountLimit?: { ConcurrentExecutions?: number; UnreservedConcurrentExecutions?: number } };
        const limit = limits.ConcurrentExecutions ?? 0;
        return { limit, unreserved: limits.UnreservedConcurrentExecutions ?? limit };
      }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
const readTags = (call: JsonCall, name: string, arn: string): ReturnType<FunctionFacts['tags']> =>
  asked('lambda:ListTags', `function ${name}`, async () => {
    const { Tags: tags = {} } = (await call('ListTags', { path: `/2017-03-31/tags/${encodeURIComponent(arn)}` })) as {
      Tags?: Record<string, string>;
    };
    return tags;
  });

const readFunction = (call: JsonCall, name: string): ReturnType<FunctionFacts['function']> =>
  asked('lambda:GetFunctionConfiguration', `function ${name}`, async () => {
    try {
      const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
      const found = (await call('GetFunctionConfiguration', { path })) as Readonly<Record<string, string>>;
      return {
        arn: found['FunctionArn'] ?? '',
        role: found['Role'] ?? '',
        description: found['Description'] ?? '',
      };
    } catch (error) {
      const { cause } = error as Error;
      if (cause instanceof QueryFault && cause.name === 'ResourceNotFoundException') return null;
      throw error;
    }
  });
