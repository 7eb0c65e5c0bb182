import type { AnswerTo } from '../../providers/lambda/messages.ts';
import { type Step, shellWord } from '../next-steps.ts';
import { type Adopted, adoptedWithoutScaling } from '../translate.ts';

/** What a function says of the group; it has no bounds. */
export interface ExistingFunction {
  readonly name: string;
  readonly described: Pick<AnswerTo<'describe'>, 'desired'>;
}

export function adoptedFunction(group: string, { name, described }: ExistingFunction, now: number): Adopted {
  const comments = { provider: ' The function still launches and replaces the workers; Headcount sets their number.' };
  const provider = { kind: 'lambda', function: name } as const;
  return adoptedWithoutScaling({ group, provider, comments }, { name, desired: described.desired }, now);
}

export function functionSteps(stage: string, { name }: ExistingFunction) {
  const plain = shellWord(name.split(':')[0] ?? '');
  const arn = `$(aws lambda get-function-configuration --function-name ${plain} --query FunctionArn --output text)`;
  const first: Step[] = [
    {
      what: 'Let the stage invoke the function: tag it.',
      command: `aws lambda tag-resource --resource "${arn}" --tags headcount:stage=${stage}`,
    },
  ];
  const off: Step[] = [
    {
      what: 'Switch off whatever else changes the number of workers, such as an autoscaler of the other cloud.',
      command: '',
    },
  ];
  return { first, off };
}
