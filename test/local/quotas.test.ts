import { expect, test } from 'vitest';
import { LocalQuotas } from '../../local/quotas/index.ts';

const ON_DEMAND = { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' };
const NONE = { code: 'NoSuchResourceException' };

test("the account's value, and AWS's default", () => {
  const quotas = new LocalQuotas();
  const value = (operation: string) => quotas.answer(operation, ON_DEMAND);
  expect(value('GetServiceQuota')).toMatchObject({ Quota: { ...ON_DEMAND, Value: 640 } });
  expect(value('GetAWSDefaultServiceQuota')).toMatchObject({ Quota: { ...ON_DEMAND, Value: 5 } });
  quotas.set('L-1216C47A', 32);
  expect(value('GetServiceQuota')).toMatchObject({ Quota: { Value: 32 } });
  quotas.set('L-1216C47A', null);
  expect(() => value('GetServiceQuota')).toThrow(expect.objectContaining(NONE));
  quotas.clear();
  expect(value('GetServiceQuota')).toMatchObject({ Quota: { Value: 640 } });
});

test('an unknown service, code or operation is refused', () => {
  const quotas = new LocalQuotas();
  for (const input of [
    { ...ON_DEMAND, ServiceCode: 'rds' },
    { ...ON_DEMAND, QuotaCode: 'L-0' },
  ]) {
    for (const operation of ['GetServiceQuota', 'GetAWSDefaultServiceQuota']) {
      expect(() => quotas.answer(operation, input)).toThrow(expect.objectContaining(NONE));
    }
  }
  expect(() => quotas.set('L-0', 1)).toThrow(expect.objectContaining(NONE));
  expect(() => quotas.answer('RequestServiceQuotaIncrease', ON_DEMAND)).toThrow(
    expect.objectContaining({ code: 'UnknownOperationException' }),
  );
});

test('a list has only values that the account has, in pages', () => {
  const quotas = new LocalQuotas();
  const page = (more: object) => quotas.answer('ListServiceQuotas', { ServiceCode: 'ec2', MaxResults: 1, ...more });
  expect(page({})).toMatchObject({ Quotas: [{ QuotaCode: 'L-1216C47A' }], NextToken: 'L-1216C47A' });
  const last = page({ NextToken: 'L-1216C47A' });
  expect(last).toMatchObject({ Quotas: [{ QuotaCode: 'L-34B43A08' }] });
  expect(last).not.toHaveProperty('NextToken');
});
