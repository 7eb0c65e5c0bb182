import type { ExistingGroup } from './model.ts';

export interface Step {
  readonly what: string;
  /** Empty if the step has no command. */
  readonly command: string;
}

/** The remaining steps, in order, until Headcount scales the group. `file` is the path of the adopted policy. */
export function nextSteps(group: string, stage: string, file: string, existing: ExistingGroup): Step[] {
  const { name } = existing.group;
  const named = `--auto-scaling-group-name ${shellWord(name)}`;
  const tag = (key: string, value: string): string =>
    shellWord(`ResourceId=${name},ResourceType=auto-scaling-group,Key=${key},Value=${value},PropagateAtLaunch=false`);
  const scalesItself = existing.policies.length + existing.scheduled.length > 0;
  return [
    {
      what: 'Let the stage manage the group: tag it.',
      command: `aws autoscaling create-or-update-tags --tags ${tag('headcount:stage', stage)} ${tag('headcount:group', group)}`,
    },
    {
      what: 'Apply the policy. It is a dry run: Headcount decides and changes nothing.',
      command: `npx headcount policy apply ${shellWord(file)} --stage ${stage} --because 'dry run'`,
    },
    {
      what: 'Compare its decisions with what the group does, for a day or more.',
      command: `npx headcount explain ${group} --stage ${stage}`,
    },
    ...(scalesItself
      ? [
          {
            what: "Suspend the group's own scaling, which would change its capacity as well.",
            command: `aws autoscaling suspend-processes ${named} --scaling-processes AlarmNotification ScheduledActions`,
          },
        ]
      : []),
    {
      what: 'Remove "dryRun: true" from the policy and apply it again.',
      command: `npx headcount policy apply ${shellWord(file)} --stage ${stage} --because 'Headcount decides'`,
    },
  ];
}

/** Quotes a word for a shell. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
