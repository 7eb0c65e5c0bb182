import type { AwsAccess } from 'headcount/extension';

/** The text of a parameter. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export async function textOf(aws: AwsAccess, Name: string): Promise<string> {
  const answer = (await aws.call('ssm', 'AmazonSSM.GetParameter', { Name })) as { Parameter: { Value: string } };
  return answer.Parameter.Value;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export async function putText(aws: AwsAccess, Name: string, Value: string): Promise<void> {
  await aws.call('ssm', 'AmazonSSM.PutParameter', { Name, Value, Type: 'String', Overwrite: true });
}
