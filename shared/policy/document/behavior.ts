import * as z from 'zod';
import {
  always,
  atMost,
  duration,
  exactlyOne,
  mapLike,
  positiveDuration,
  wholeNumber,
  withinADay,
} from '../../model/index.ts';

/** One rate limit, as in the Kubernetes HPA's scaling policies: at most this much change within each period. */
const limit = z
  .strictObject({
    percent: z.number().positive().max(1_000_000).optional(),
    workers: wholeNumber.positive().max(1_000_000).optional(),
    every: atMost(positiveDuration, 3600),
  })
  .superRefine(exactlyOne(['percent', 'workers']), always);

const direction = {
  cooldown: duration.optional(),
  stabilization: withinADay(duration).optional(),
  limits: z.array(limit).max(10).optional(),
  select: z.enum(['max', 'min', 'disabled']).optional(),
};

export const behavior = z
  .strictObject({
    out: mapLike(
      {
        ...direction,
        boot: z.enum(['measured', 'warmup']).optional().meta({
          description:
            'The boot time of rules that do not set boot. measured: how long launches of the group took; until enough are known, the same as warmup. warmup: the warmup of the policy, or two minutes if that is 0.',
        }),
        shortPeaks: z.enum(['ignore', 'follow']).optional().meta({
          description:
            'Whether workers are launched for a peak that, going by earlier ones, is over before they are ready. ignore: they are not.',
        }),
      },
      '{ cooldown: 60 }',
    ).default({}),
    in: z
      .strictObject({
        ...direction,
        drain: duration.optional(),
        idle: z.enum(['at-once', 'limited']).optional().meta({
          description:
            'Whether cooldown and limits also hold back the removal of workers that report that they are idle. at-once: they do not.',
        }),
        whileBooting: z.enum(['wait', 'proceed']).optional().meta({
          description:
            'Whether a group with workers that boot scales in. wait: only to what was asked for at most during the last warmup.',
        }),
        drainBusy: z.enum(['wait', 'terminate']).optional().meta({
          description:
            'What happens to a worker that reports that it is busy when its drain ends: wait lets it finish, terminate ends it.',
        }),
      })
      .default({}),
  })
  .default({ out: {}, in: {} });

export type Limit = z.output<typeof limit>;
export type WrittenBehavior = z.output<typeof behavior>;

/** One direction's behavior with every default filled in; durations in seconds. */
export interface DirectionBehavior {
  readonly cooldown: number;
  readonly stabilization: number;
  readonly limits: readonly Limit[];
  readonly select: 'max' | 'min' | 'disabled';
}
export interface Behavior {
  readonly out: DirectionBehavior & {
    /** Absent: `follow`. */
    readonly shortPeaks?: 'ignore' | 'follow';
    /** Absent: `warmup`. */
    readonly boot?: 'measured' | 'warmup';
  };
  readonly in: DirectionBehavior & {
    readonly drain: number;
    readonly drainBusy: 'wait' | 'terminate';
    /** Absent: `limited`. */
    readonly idle?: 'at-once' | 'limited';
    /** Absent: `proceed`. */
    readonly whileBooting?: 'wait' | 'proceed';
  };
}
