import { isDeepStrictEqual } from 'node:util';
import { launchErrors, type Refused } from '../../../shared/providers/ec2/api/launching/refusals.ts';
import { type LaunchPart, launchInRounds } from '../../../shared/providers/ec2/launching/parts.ts';
import { launchInTurns } from '../../../shared/providers/ec2/launching/turns.ts';
import { isWeighted } from '../../../shared/providers/ec2/launching/weights.ts';
import type { Ec2Launch, Ec2Launched } from '../../../shared/providers/ec2/ports.ts';
import { isBusy } from '../../../shared/providers/instances/errors.ts';
import { copyOf } from '../copy.ts';
import type { FakeCapacity } from './capacity.ts';
import type { FakeTemplates } from './fake-templates.ts';
import type { FakeInstances } from './instances.ts';

/** Launches, each remembered by its token. Spot launches go round the pools; on-demand ones take the first. */
export class FakeLaunches {
  readonly #tokens = new Map<string, { launch: unknown; outcome: Promise<Ec2Launched>; at: number }>();
  readonly #deleted = new Set<string>();
  readonly #instances: FakeInstances;
  readonly #templates: FakeTemplates;
  readonly #capacity: FakeCapacity;

  constructor(instances: FakeInstances, templates: FakeTemplates, capacity: FakeCapacity) {
    this.#instances = instances;
    this.#templates = templates;
    this.#capacity = capacity;
  }

  /** From now on, nothing can be launched from this version. */
  deleteVersion(version: string): void {
    this.#deleted.add(version);
    this.#templates.delete(version);
  }

  /** `knownFor`: ms for which EC2 remembers a token. */
  async launch(group: string, activity: string, intent: Ec2Launch, knownFor: number): Promise<Ec2Launched> {
    const launch = copyOf({ group, activity, intent });
    const now = this.#instances.now();
    const remembered = this.#tokens.get(intent.token);
    const known = remembered && now - remembered.at <= knownFor ? remembered : undefined;
    if (known && !isDeepStrictEqual(known.launch, launch)) {
      const launched = this.#instances
        .alive(group)
        .filter((worker) => worker.activity === activity)
        .map(({ id, instanceType, market, subnet = '' }) => ({ id, instanceType, market, subnet }));
      const message = 'the token was used with other parameters';
      const error = { code: 'IdempotentParameterMismatch', message, pools: [], capacity: false };
      return { launched, errors: [error] };
    }
    const outcome = known?.outcome ?? this.#launchNow(group, activity, intent);
    this.#tokens.set(intent.token, { launch, outcome, at: known?.at ?? now });
    return copyOf(await outcome);
  }

  async #launchNow(group: string, activity: string, intent: Ec2Launch): Promise<Ec2Launched> {
    const substitute = intent.substitutes === true;
    const { version } = intent.launchTemplate;
    if (this.#deleted.has(this.#templates.numberOf(version))) {
      const message = `Could not find the specified version ${version} for the launch template`;
      return {
        launched: [],
        errors: [{ code: 'InvalidLaunchTemplateId.VersionNotFound', message, pools: [], capacity: false }],
      };
    }
    const ask = async (part: LaunchPart) => {
      const refused = new Map<string, Refused>();
      const launched = this.#capacity.poolsFor(part, intent, refused).map(({ pool, market }) => {
        const { instanceType, subnet } = pool;
        const zone = this.#instances.zoneOf(subnet);
        const launchedAt = this.#instances.now();
        const template = this.#templateOf(intent);
        const image = intent.launchTemplate.image ?? this.#templates.images.get(template.version);
        const launchedFrom = { template, ...(image !== undefined && { image }) };
        const worker = { launchedAt, instanceType, market, zone, subnet, substitute, activity, ...launchedFrom };
        const id = this.#instances.add(group, { ...worker, ...(intent.warm && { warm: true }) });
        this.#instances.failIfAsked(id);
        return { id, instanceType, market, subnet };
      });
      const isFinal =
        (intent.by === undefined || (isWeighted(intent) && refused.size === 0)) &&
        ![...refused.values()].some(({ code }) => isBusy(code));
      return { launched, refused: [...refused.values()], short: [...refused.keys()], isFinal };
    };
    const answers = await (isWeighted(intent) ? launchInTurns : launchInRounds)(intent, ask);
    const errors = launchErrors(answers.flatMap(({ refused }) => refused));
    return { launched: answers.flatMap(({ launched }) => launched), errors };
  }

  #templateOf({ launchTemplate: { id, name, version } }: Ec2Launch): { id: string; version: string } {
    return { id: id ?? `lt-${name}`, version: this.#templates.numberOf(version) };
  }
}
