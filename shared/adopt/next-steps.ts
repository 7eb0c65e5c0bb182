import type { ExistingGroup } from './model.ts';

export interface Step {
  readonly what: string;
  /** Empty if the step has no command. */
  readonly command: string;
}

/** What comes before the policy is applied, and what must be switched off before it is more than a dry run. */
export interface OwnSteps {
  readonly first: readonly Step[];
  readonly off: readonly Step[];
}

export function groupSteps(group: string, stage: string, existing: ExistingGroup): OwnSteps {
  const { name } = existing.group;
  const named = `--auto-scaling-group-name ${shellWord(name)}`;
  const tag = (key: string, value: string): string =>
    shellWord(`ResourceId=${name},ResourceType=auto-scaling-group,Key=${key},Value=${value},PropagateAtLaunch=false`);
  const scalesItself = existing.policies.length + existing.scheduled.length > 0;
  const first = [
    {
      what: 'Let the stage manage the group: tag it.',
      command: `aws autoscaling create-or-update-tags --tags ${tag('headcount:stage', stage)} ${tag('headcount:group', group)}`,
    },
  ];
  const off = {
    what: "Suspend the group's own scaling, which would change its capacity as well.",
    command: `aws autoscaling suspend-processes ${named} --scaling-processes AlarmNotification ScheduledActions`,
  };
  return { first, off: scalesItself ? [off] : [] };
}

/** The remaining steps, in order, until Headcount scales the group. `file` is the path of the adopted policy. */
export function nextSteps(group: string, stage: string, file: string, { first, off }: OwnSteps): Step[] {
  return [
    ...first,
    {
      what: 'Apply the policy. It is a dry run: Headcount decides and changes nothing.',
      command: `npx headcount policy apply ${shellWord(file)} --stage ${stage} --because 'dry run'`,
    },
    {
      what: 'Compare its decisions with what the group does, for a day or more.',
      command: `npx headcount explain ${group} --stage ${stage}`,
    },
    ...off,
    {
      what: 'Remove "dryRun: true" from the policy and apply it again.',
      command: `npx headcount policy apply ${shellWord(file)} --stage ${stage} --because 'Headcount decides'`,
    },
  ];
}

/** Quotes a word for a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
