import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import type { Template } from '../ports.ts';
import { because } from '../reasons.ts';

interface Named {
  readonly group: string;
  /** Name or id of the launch template. */
  readonly template: string;
  /** As the policy writes it. */
  readonly version: string;
  /** Whether the policy launches on-demand instances. */
  readonly usesOnDemand: boolean;
  /** Whether the policy launches into a Capacity Block. */
  readonly inCapacityBlock: boolean;
}

const OWN_TAGS = /^(Name|headcount:.*)$/;

/** Whether a fleet can launch from the template, and whether its instances behave as workers should. */
export function templateChecks(answer: Asked<Template | null>, named: Named): Check[] {
  const { group, template, version } = named;
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const found = answer.value;
  if (found === null) {
    return [blocked(group, because['template-missing']({ template, version }), because['remedy-template']({}))];
  }
  const problems = problemsOf(found, named);
  return [passed(group, because['template-found']({ template, version: found.version })), ...problems];
}

function problemsOf({ image, shutdown, tags, ...options }: Template, named: Named): Check[] {
  const { group, template, usesOnDemand } = named;
  const change = (text: string) => because['remedy-template-version']({ change: text });
  const problems: Check[] = [];
  if (image === null) {
    problems.push(blocked(group, because['template-without-image']({ template }), change('with an image')));
  }
  if (image?.startsWith('resolve:ssm:')) {
    problems.push(
      warned(group, because['template-image-by-parameter']({ image }), because['remedy-image-parameter']({})),
    );
  }
  problems.push(...marketProblems(options, named));
  if (shutdown === 'stop') {
    const remedy = change('with "InstanceInitiatedShutdownBehavior": "terminate", if workers end themselves');
    problems.push(warned(group, because['template-stops']({ template }), remedy));
  }
  const keys = tags.filter(({ resource, key }) => resource === 'instance' && OWN_TAGS.test(key)).map(({ key }) => key);
  if (keys.length > 0) {
    problems.push(warned(group, because['template-tags-collide']({ template, keys }), change('without these tags')));
  }
  if (usesOnDemand && tags.some(({ resource }) => resource === 'spot-instances-request')) {
    const reason = because['template-tags-spot-requests']({ template });
    problems.push(blocked(group, reason, change('without tags for spot-instances-request')));
  }
  return problems;
}

/** A template for a Capacity Block and a policy for it belong together. A fleet accepts no other market of a template. */
function marketProblems(
  { hasMarketOptions, isForCapacityBlock = false }: Pick<Template, 'hasMarketOptions' | 'isForCapacityBlock'>,
  { group, template, inCapacityBlock }: Named,
): Check[] {
  if (isForCapacityBlock && inCapacityBlock) return [];
  if (isForCapacityBlock) {
    return [blocked(group, because['template-for-capacity-block']({ template }), because['remedy-capacity-block']({}))];
  }
  const change = (text: string) => because['remedy-template-version']({ change: text });
  if (inCapacityBlock) {
    const remedy = change(
      'with "InstanceMarketOptions": { "MarketType": "capacity-block" } and the id of the Capacity Block in "CapacityReservationSpecification"',
    );
    return [blocked(group, because['template-not-for-capacity-block']({ template }), remedy)];
  }
  if (!hasMarketOptions) return [];
  const remedy = change('without instance market options; the policy\'s "spot" asks for spot');
  return [blocked(group, because['template-market-options']({ template }), remedy)];
}
