import {
  count,
  fields,
  list,
  mapOf,
  moment,
  nullable,
  oneOf,
  optional,
  type Shaped,
  text,
  whole,
  writtenReason,
} from '../shape.ts';
import { slice } from '../slice.ts';

/** What became of the last launches and terminations. Written by evaluations when they settle an activity or find it confirmed. */
export const providerSlice = slice({
  name: 'provider',
  /**
   * In version 1, `launchBackoff.because` was a text. Version 3 added what ended: `served`, `terminated`, `stopped`;
   * version 4 `askedAt`; version 5 weights; version 6 `warm`, `spec` and `readyAt`.
   */
  schemaVersion: 6,
  shape: fields({
    /** Workers launched a moment ago: they count even while the provider does not list them yet. */
    launched: list(
      fields({
        id: text,
        at: moment,
        /** When the rules began to ask for more than there was; the launch of a repair has none. */
        askedAt: optional(moment),
        /** What kind of capacity the provider launched; its own words. */
        capacityType: optional(text),
        /** Where the provider launched it; its own words. */
        place: optional(text),
        /** Units of capacity that it counts as; absent: 1. */
        weight: optional(whole(1)),
        /** Listed by now: no longer waited for, but if it ends while it is young, launches back off. */
        seen: optional(oneOf(true)),
        /** It was ready, busy or had finished its work once, so its launch did not fail. */
        served: optional(oneOf(true)),
        /** It was started from the warm pool. */
        warm: optional(oneOf(true)),
        /** When it was first seen ready; only while a rollout monitors its workers. */
        readyAt: optional(moment),
        /** Recognizes the version that a rollout launched. */
        spec: optional(text),
      }),
    ),
    /** When the last launch of missing workers was decided, whether or not it brought any. */
    triedAt: optional(moment),
    /** What the last launch left missing, in units of capacity; what is missing beyond it was terminated externally. */
    shortfall: count,
    /** Launches that failed in a row, and how long the next one waits; null when the last one was in order. */
    launchBackoff: nullable(
      fields({
        failures: whole(1),
        /** From this moment on, a launch may be tried again. */
        until: moment,
        /** What went wrong last. */
        because: writtenReason,
        /** When the last failure was counted: the end of a worker that was launched before then is not another one. */
        at: optional(moment),
        /** The provider rejects launches of this version. */
        spec: optional(text),
        /** When it rejected them last. */
        refusedAt: optional(moment),
      }),
    ),
    /** When workers were last to replace substitutes and did not come. */
    restoreFailedAt: optional(moment),
    /** Replacements launched for unhealthy workers that have not gone yet, in units of capacity. */
    replacementsInFlight: count,
    /** When workers were launched to replace unhealthy ones, and how many; for a day. */
    replacedForHealth: optional(list(fields({ at: moment, workers: whole(1) }))),
    /** Workers that could not be terminated (busy or protected at the last moment): until when they are not chosen again. */
    terminationSkipped: list(fields({ id: text, until: moment })),
    /** Units of capacity by type, of the workers that are there; absent: all are 1. */
    weights: optional(mapOf(whole(1))),
    /** Workers that ask for their end and do not drain yet: the desired capacity no longer counts them. */
    retiring: optional(list(text)),
    /** Workers that Headcount terminated lately: they are gone, even while an old listing still shows them. */
    terminated: list(fields({ at: moment, workers: list(text) })),
    /** Workers that stopped, and when that was seen: they are never capacity again, even if somebody starts them. */
    stopped: list(fields({ id: text, at: moment })),
  }),
  empty: {
    launched: [],
    shortfall: 0,
    launchBackoff: null,
    replacementsInFlight: 0,
    terminationSkipped: [],
    terminated: [],
    stopped: [],
  },
});

export type ProviderMemory = Shaped<typeof providerSlice.shape>;
export type LaunchedWorker = ProviderMemory['launched'][number];
export type StoppedWorker = ProviderMemory['stopped'][number];
export type LaunchBackoff = NonNullable<ProviderMemory['launchBackoff']>;
