import type { AnswerTo } from '../../providers/lambda/messages.ts';
import { type Step, shellWord } from '../next-steps.ts';
import { because } from '../reasons.ts';
import { type Adopted, adoptedFrom } from '../translate.ts';

/** What a function says of the group; it has no bounds. */
export interface ExistingFunction {
  readonly name: string;
  readonly described: Pick<AnswerTo<'describe'>, 'desired'>;
}

export function adoptedFunction(group: string, { name, described }: ExistingFunction, now: number): Adopted {
  const { desired } = described;
  const sizes = { name, min: Math.min(1, desired), max: Math.max(1, desired), cooldown: 0, warmup: null };
  const notes = [because['adopt-bounds-guessed']({ name, desired })];
  const comments = { provider: ' The function still launches and replaces the workers; Headcount sets their number.' };
  const provider = { kind: 'lambda', function: name } as const;
  return adoptedFrom(
    { group, provider, notes, comments },
    sizes,
    { policies: [], scheduled: [], alarms: new Map() },
    now,
  );
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
