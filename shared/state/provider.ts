import * as z from 'zod';
import { writtenReason } from '../model/index.ts';
import { moment, slice } from './slice.ts';

/** What became of the last launches and terminations. Written by evaluations when they settle an activity or find it confirmed. */
export const providerSlice = slice({
  name: 'provider',
  /**
   * In version 1, `launchBackoff.because` was a text. Version 3 added what ended: `served`, `terminated`, `stopped`;
   * version 4 `askedAt`.
   */
  schemaVersion: 4,
  schema: z.strictObject({
    /** Workers launched a moment ago: they count even while the provider does not list them yet. */
    launched: z
      .array(
        z.strictObject({
          id: z.string(),
          at: moment,
          /** When the rules began to ask for more than there was; the launch of a repair has none. */
          askedAt: moment.optional(),
          /** What kind of capacity the provider launched; its own words. */
          capacityType: z.string().optional(),
          /** Where the provider launched it; its own words. */
          place: z.string().optional(),
          /** Listed by now: no longer waited for, but if it ends while it is young, launches back off. */
          seen: z.literal(true).optional(),
          /** It was ready, busy or had finished its work once, so its launch did not fail. */
          served: z.literal(true).optional(),
        }),
      )
      .readonly(),
    /** Workers that the last launch left missing; what is missing beyond these was terminated externally. */
    shortfall: z.int().min(0),
    /** Launches that failed in a row, and how long the next one waits; null when the last one was in order. */
    launchBackoff: z
      .strictObject({
        failures: z.int().min(1),
        /** From this moment on, a launch may be tried again. */
        until: moment,
        /** What went wrong last. */
        because: writtenReason,
        /** When the last failure was counted: the end of a worker that was launched before then is not another one. */
        at: moment.optional(),
      })
      .nullable(),
    /** When workers were last to replace substitutes and did not come. */
    restoreFailedAt: moment.optional(),
    /** Replacements launched for unhealthy workers that have not gone yet. */
    replacementsInFlight: z.int().min(0),
    /** When workers were launched to replace unhealthy ones, and how many; for a day. */
    replacedForHealth: z
      .array(z.strictObject({ at: moment, workers: z.int().min(1) }))
      .readonly()
      .optional(),
    /** Workers that could not be terminated (busy or protected at the last moment): until when they are not chosen again. */
    terminationSkipped: z.array(z.strictObject({ id: z.string(), until: moment })).readonly(),
    /** Workers that ask for their end and do not drain yet: the desired capacity no longer counts them. */
    retiring: z.array(z.string()).readonly().optional(),
    /** Workers that Headcount terminated lately: they are gone, even while an old listing still shows them. */
    terminated: z.array(z.strictObject({ at: moment, workers: z.array(z.string()).readonly() })).readonly(),
    /** Workers that stopped, and when that was seen: they are never capacity again, even if somebody starts them. */
    stopped: z.array(z.strictObject({ id: z.string(), at: moment })).readonly(),
  }),
  empty: {
    ...{ launched: [], shortfall: 0, launchBackoff: null, replacementsInFlight: 0 },
    ...{ terminationSkipped: [], terminated: [], stopped: [] },
  },
});

export type ProviderMemory = z.output<typeof providerSlice.schema>;
export type LaunchedWorker = ProviderMemory['launched'][number];
export type StoppedWorker = ProviderMemory['stopped'][number];
export type LaunchBackoff = NonNullable<ProviderMemory['launchBackoff']>;
