import { type Asked, asked } from '../../model/index.ts';
import { type Borrowed, QueryFault } from '../query/call.ts';
import { jsonCall } from '../query/json-call.ts';

const KMS = { label: 'KMS', name: 'kms', variable: 'KMS' };

/** Reads the state of a key; null if it does not exist. https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export function kmsKeyState(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const call = jsonCall(KMS, borrowed, environment);
  return (key: string): Promise<Asked<string | null>> =>
    asked('kms:DescribeKey', key, async () => {
      try {
        const request = { target: 'TrentService.DescribeKey', body: { KeyId: key } };
        const answer = (await call('DescribeKey', request)) as { KeyMetadata?: { KeyState?: string } };
        return answer.KeyMetadata?.KeyState ?? null;
      } catch (error) {
        const { cause } = error as Error;
        if (cause instanceof QueryFault && cause.name === 'NotFoundException') return null;
        throw error;
      }
    });
}
