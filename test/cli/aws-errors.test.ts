import { expect, test } from 'vitest';
import { awsError } from '../../cli/aws-errors.ts';

test.each(['ExpiredTokenException', 'RequestExpired', 'InvalidClientTokenId', 'UnrecognizedClientException'])(
  'credentials that AWS rejects with %s: how to renew them',
  (name) => {
    const error = awsError(Object.assign(new Error('no'), { name }), 'headcount-test');
    expect(error).toMatchObject({
      reason: { code: 'credentials-rejected', params: { name } },
      remedy: expect.stringContaining('Run "aws sso login"'),
    });
  },
);
