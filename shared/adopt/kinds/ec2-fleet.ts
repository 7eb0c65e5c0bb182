import type { DescribedFleet } from '../../providers/ec2-fleet/index.ts';
import type { Step } from '../next-steps.ts';
import { type Adopted, adoptedWithoutScaling } from '../translate.ts';

/** A fleet has a target, and neither bounds nor scaling policies. The policy keeps its proportion of spot. */
export function adoptedFleet(group: string, { id, desired, onDemand }: DescribedFleet, now: number): Adopted {
  const spot = desired > 0 && { spot: { percent: Math.round((100 * (desired - onDemand)) / desired) } };
  const comments = { provider: ' The fleet still launches and replaces its instances; Headcount sets its target.' };
  const provider = { kind: 'ec2-fleet', id, ...spot } as const;
  return adoptedWithoutScaling({ group, provider, comments }, { name: id, desired }, now);
}

export function fleetSteps(group: string, stage: string, { id, members }: DescribedFleet) {
  const stageTag = `Key=headcount:stage,Value=${stage}`;
  const running = members.map((member) => member.id);
  const first: Step[] = [
    {
      what: 'Let the stage manage the fleet: tag it.',
      command: `aws ec2 create-tags --resources ${id} --tags ${stageTag} Key=headcount:group,Value=${group}`,
    },
    {
      what: `Let the launch template of the fleet tag its instances with headcount:stage=${stage}${running.length > 0 ? ', and tag those that run' : ''}. Without the tag, Headcount terminates none of them.`,
      command: running.length > 0 ? `aws ec2 create-tags --resources ${running.join(' ')} --tags ${stageTag}` : '',
    },
  ];
  const off: Step[] = [
    {
      what: 'Switch off whatever else changes the target of the fleet, such as a schedule or a function.',
      command: '',
    },
  ];
  return { first, off };
}
