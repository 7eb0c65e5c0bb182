import { expect, test } from 'vitest';
import { awsError } from '../../cli/aws-errors.ts';

test.each(['ExpiredTokenException', 'RequestExpired', 'InvalidClientTokenId', 'UnrecognizedClientException'])(
  'credentials that AWS rejects with %s: how to renew them',
  (name) => {
    const cause = Object.assign(new Error('no'), { name });
    for (const error of [cause, new Error('Auto Scaling did not answer', { cause })])
      expect(awsError(error, 'headcount-test')).toMatchObject({
        reason: { code: 'credentials-rejected', params: { name } },
        remedy: expect.stringContaining('Run "aws sso login"'),
      });
  },
);
