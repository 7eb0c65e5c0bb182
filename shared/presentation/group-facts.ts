import { faultText } from '../policy/index.ts';
import type { GroupState, LaunchBackoff } from '../state/index.ts';
import { phrase } from './sentence.ts';
import { timeText } from './times.ts';

/** A line of `status` and `explain`: its label and its text. */
export type Fact = readonly [name: string, text: string];

export function policyFacts({ policy: { version, errors, deleting } }: GroupState): Fact[] {
  const active = version === null ? 'no active version' : `version ${version}`;
  return [
    ['policy', deleting ? `${active}, deleted: the group scales in to 0` : active],
    ...errors.map((error): Fact => ['rejected', faultText(error)]),
  ];
}

/** The facts that delay or limit the group's next resize. `unavailable`: excluded capacity, and until when. */
export function obstacleFacts(state: GroupState, unavailable: Readonly<Record<string, number>>, now: number): Fact[] {
  const { claim, drains, notices, provider } = state;
  const facts: Fact[] = drains.map(({ activity, until }) => [
    'drain',
    `activity ${activity}, until ${timeText(until)}`,
  ]);
  if (claim)
    facts.unshift(['claim', `activity ${claim.activity} by ${claim.holder}, until ${timeText(claim.leaseUntil)}`]);
  for (const { id, kind, at } of notices) facts.push(['notice', `${kind} of ${id}, announced at ${timeText(at)}`]);
  for (const [pool, until] of Object.entries(unavailable)) {
    facts.push(['excluded', `${pool} until ${timeText(until)}, after a launch failed there`]);
  }
  const { launchBackoff } = provider;
  if (launchBackoff) facts.push(['launches', backoffText(launchBackoff, now)]);
  return facts;
}

/** After the wait, failures stay worth a line until a launch succeeds. */
function backoffText({ failures, until, because }: LaunchBackoff, now: number): string {
  const count = `${failures} ${failures === 1 ? 'failure' : 'failures in a row'}`;
  return `${until > now ? `wait until ${timeText(until)} after ${count}` : `tried again after ${count}`}: ${phrase(because)}`;
}
