import { type Borrowed, QueryFault } from '../../../../aws/query/call.ts';
import { jsonCall } from '../../../../aws/query/json-call.ts';
import { type Asked, asked } from '../../../../model/index.ts';

const SERVICE_QUOTAS = { label: 'Service Quotas', name: 'servicequotas', variable: 'SERVICE_QUOTAS' };

/** Reads a quota of EC2: the account's own, otherwise AWS's default. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Operations.html */
export function ec2Quota(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const call = jsonCall(SERVICE_QUOTAS, borrowed, environment);
  const read = async (
    action: 'GetServiceQuota' | 'GetAWSDefaultServiceQuota',
    code: string,
  ): Promise<number | null> => {
    try {
      const body = { ServiceCode: 'ec2', QuotaCode: code };
      const answer = (await call(action, { target: `ServiceQuotasV20190624.${action}`, body })) as {
        Quota?: { Value?: number };
      };
      return answer.Quota?.Value ?? null;
    } catch (error) {
      const { cause } = error as Error;
      if (cause instanceof QueryFault && cause.name === 'NoSuchResourceException') return null;
      throw error;
    }
  };
  return (code: string): Promise<Asked<number | null>> =>
    asked(
      'servicequotas:GetServiceQuota',
      `quota ${code}`,
      async () => (await read('GetServiceQuota', code)) ?? read('GetAWSDefaultServiceQuota', code),
    );
}
