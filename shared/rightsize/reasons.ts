import { counted, define } from '../model/index.ts';

/** What right-sizing recommends, and why it does not. */
export const reasons = {
  'rightsize-recommended': define<{ type: string; instead: string; savedPercent: number | null }>(
    'The cheapest type that is large enough, instead of the type that was measured.',
    ({ type, instead, savedPercent }) => {
      const price =
        savedPercent === null
          ? ''
          : savedPercent >= 0
            ? `, ${savedPercent} % cheaper`
            : `, ${-savedPercent} % more expensive`;
      return `${type} instead of ${instead}${price}`;
    },
  ),
  'rightsize-keep': define<{ type: string }>(
    'The type that was measured is the cheapest one that is large enough.',
    ({ type }) => `${type} is the cheapest type that is large enough`,
  ),
  'rightsize-too-little': define<{ hours: number; workers: number; needed: number }>(
    'Too few hours were measured for a recommendation.',
    ({ hours, workers, needed }) =>
      hours === 0
        ? `No CPU usage of any worker was measured; a recommendation needs ${needed} different hours`
        : `Only ${counted(hours, 'hour')} of ${counted(workers, 'worker')} ${hours === 1 ? 'was' : 'were'} measured; a recommendation needs ${needed} different hours`,
  ),
  'rightsize-nothing-fits': define<{ vcpus: number; memoryGiB: number; isBounded: boolean }>(
    'No allowed type is large enough for what was measured.',
    ({ vcpus, memoryGiB, isBounded }) =>
      `No type ${isBounded ? 'within the policy’s bounds ' : ''}has ${counted(vcpus, 'vCPU')} and ${memoryGiB} GiB, which the workers need`,
  ),
  'rightsize-unpriced': define<{ types: readonly string[] }>(
    'No type that is large enough has a known price.',
    ({ types }) => `The prices of ${types.join(', ')} are not known; write them in provider.prices`,
  ),
  'rightsize-type-unknown': define<{ types: readonly string[] }>(
    'An instance type of the policy does not exist in the region.',
    ({ types }) =>
      `${types.join(', ')} ${types.length === 1 ? 'is not an instance type' : 'are not instance types'} of this region`,
  ),
  'rightsize-bounds-contradict': define<{ min: string; max: string }>(
    'minAllowed of provider.rightsize is larger than maxAllowed, so that no type is allowed.',
    ({ min, max }) => `minAllowed (${min}) is above maxAllowed (${max}), so no type is allowed`,
  ),
  'rightsize-memory-unmeasured': define<{ memoryGiB: number }>(
    'Memory was not measured for long enough, so no type with less memory than today is recommended.',
    ({ memoryGiB }) =>
      `Memory was not measured for long enough, so no type with less than today's ${memoryGiB} GiB is recommended. Publish mem_used_percent with the CloudWatch agent`,
  ),
  'rightsize-part-of-week': define<{ hours: number; of: number }>(
    'Not every hour of the week was measured.',
    ({ hours, of }) => `${hours} of the ${of} hours of the week ${hours === 1 ? 'was' : 'were'} measured`,
  ),
  'rightsize-cpu-limited': define<{ percent: number }>(
    'The CPU was fully used for much of the time. The workers may need more CPU, or they may use any amount that they get.',
    ({ percent }) =>
      `In ${percent} % of the hours, a worker used all of its CPU. It may need more, or it may use any amount that it gets. Set maxAllowed`,
  ),
  'rightsize-launch-time': define<{ type: string; seconds: number; instead: string; today: number }>(
    'Launches of the recommended type took longer or shorter until the worker was ready. Both times are 95th percentiles.',
    ({ type, seconds, instead, today }) =>
      `95 % of the launches of ${type} were ready within ${seconds} s, and of ${instead} within ${today} s. Rules that consider launch times keep ${seconds > today ? 'more' : 'less'} free capacity`,
  ),
  'type-launches-slowly': define<{ seconds: number; today: number }>(
    'Launches of this type take at least twice as long as those of the current type, and a minute longer. Both times are 95th percentiles.',
    ({ seconds, today }) => `95 % of its launches were ready within ${seconds} s, against ${today} s today`,
  ),
  'rightsize-burstable-measured': define<{ types: readonly string[] }>(
    'The measured workers are burstable. Without CPU credits, they are slowed down and use less CPU than they need.',
    ({ types }) =>
      `${types.join(', ')} ${types.length === 1 ? 'is' : 'are'} burstable. Workers without CPU credits are slowed down, so they may need more CPU than was measured`,
  ),
  'rightsize-same-count': define<{ vcpus: number; now: number }>(
    'The recommendation is for the same number of workers. Rules on percentages of CPU or memory may change that number, because a worker has another size.',
    ({ vcpus, now }) =>
      `The recommendation is for the same number of workers. Rules on percentages of CPU or memory may change that number, because a worker has ${counted(vcpus, 'vCPU')} instead of ${now}`,
  ),
  'rightsize-some-workers': define<{ read: number; of: number }>(
    'Only the newest workers of the time were read.',
    ({ read, of }) => `Only the newest ${read} of ${of} workers were read`,
  ),
  'type-recommended': define<Record<never, never>>('The recommended type.', () => 'recommended'),
  'type-fits': define<Record<never, never>>('The type is large enough, but more expensive.', () => 'large enough'),
  'type-unpriced': define<Record<never, never>>(
    'The type is large enough, but its price is not known.',
    () => 'price not known',
  ),
  'type-cpu-too-small': define<{ vcpus: number }>(
    'The type has less CPU than the workers need.',
    ({ vcpus }) => `too little CPU: ${vcpus} needed`,
  ),
  'type-memory-too-small': define<{ memoryGiB: number }>(
    'The type has less memory than the workers need.',
    ({ memoryGiB }) => `too little memory: ${memoryGiB} GiB needed`,
  ),
  'type-burst-too-small': define<{ vcpus: number; baseline: number }>(
    'The baseline CPU of the burstable type is less than the workers need.',
    ({ vcpus, baseline }) => `too few credits: ${counted(vcpus, 'vCPU')} needed, ${baseline} earned`,
  ),
  'type-not-allowed': define<Record<never, never>>(
    'The policy does not allow the type: it is outside the bounds, or not in instanceTypes.',
    () => 'not allowed by the policy',
  ),
};
