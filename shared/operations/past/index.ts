/** What happened: from the records of evaluations, and the activities. */
export { momentOf, type PastMoment, type PastUse } from './moment.ts';
export {
  type Incident,
  KNOWN_FOR_MS,
  type PastActivity,
  type PastGroup,
  type PastReport,
  type PastTotals,
  pastReport,
} from './report.ts';
export { metricsIn, type PastSeries, pastSeries, type WorkersThen, workersIn } from './series.ts';
