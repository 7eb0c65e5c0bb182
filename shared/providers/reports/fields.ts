import { mapLike, positiveDuration, withinADay } from '../../model/index.ts';

/** Fields of every provider whose workers report by tags. */
export const reportFields = {
  readiness: mapLike(
    { within: withinADay(positiveDuration).meta({ description: 'A worker that is not ready by then is unhealthy.' }) },
    '{ within: 5m }',
  )
    .optional()
    .meta({ description: 'A worker is pending until it reports that it is ready.' }),
  heartbeat: withinADay(positiveDuration)
    .optional()
    .meta({ description: 'A worker that reports nothing for so long is unhealthy.' }),
};

/** What a policy expects its workers to report. Durations are seconds. */
export interface ReportSettings {
  readonly readiness?: { readonly within: number } | undefined;
  readonly heartbeat?: number | undefined;
  /** How long a worker may take until its first report, if `readiness` does not say so. */
  readonly bootTimeout: number;
}
