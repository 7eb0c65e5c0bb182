import * as z from 'zod';
import type { Intent, Outcome } from '../../../evaluation/index.ts';

/** Version 0.1 supported only plain EC2. Its activities still load, so that you can explain them and Headcount can complete unfinished ones. */
const PROVIDER = 'ec2';

const ids = z.array(z.string()).readonly();
const count = z.int().min(0);

const launchIntent = () =>
  z
    .object({
      kind: z.literal('launch'),
      takeBack: ids,
      vanished: count,
      replaces: count,
      deferred: count,
      token: z.string(),
      onDemand: count,
      spot: count,
      launchTemplate: z.looseObject({}),
      pools: z.array(z.looseObject({})).readonly(),
    })
    .transform(({ kind, takeBack, vanished, replaces, deferred, ...plan }): Intent => {
      const planned = plan.onDemand + plan.spot;
      return {
        kind,
        provider: PROVIDER,
        count: planned,
        cancelDrain: takeBack,
        replacesLost: vanished,
        replaces,
        deferred,
        plan: planned === 0 ? null : plan,
      };
    });

const removalIntent = () =>
  z
    .object({
      kind: z.literal('retire'),
      victims: ids,
      drainUntil: z.number(),
      healthy: z.boolean(),
      replaced: count,
      targetGroups: ids,
    })
    .transform(
      ({ victims, drainUntil, healthy, replaced, targetGroups }): Intent => ({
        kind: 'remove',
        provider: PROVIDER,
        plan: { targetGroups },
        workers: victims,
        drainUntil,
        cancelable: healthy,
        replaced,
      }),
    );

export const earlierIntent = z.lazy(() => z.union([launchIntent(), removalIntent()]));

const launchOutcome = () =>
  z
    .object({
      kind: z.literal('launch'),
      launched: z.array(z.object({ id: z.string(), instanceType: z.string(), market: z.string() })),
      errors: z.array(z.object({ code: z.string(), message: z.string(), pools: ids, capacity: z.boolean() })),
    })
    .transform(
      ({ launched, errors }): Outcome => ({
        kind: 'launch',
        launched: launched.map(({ id, instanceType, market }) => ({
          id,
          capacityType: market,
          details: { instanceType, market },
        })),
        ordered: 0,
        errors: errors.map(({ pools, ...error }) => ({ ...error, offerings: pools })),
      }),
    );

const removalOutcome = () =>
  z.object({ kind: z.literal('retire'), terminated: ids, takenBack: count.optional() }).transform(
    ({ terminated, takenBack }): Outcome => ({
      kind: 'remove',
      terminated,
      ...(takenBack === undefined ? {} : { canceledDrains: takenBack }),
    }),
  );

export const earlierOutcome = z.lazy(() => z.union([launchOutcome(), removalOutcome()]));
