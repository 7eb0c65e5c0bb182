/** What happened: from the records of evaluations, and the activities. */
export { momentOf, type PastMoment, type PastUse } from './moment.ts';
export { metricsIn, type PastSeries, pastSeries, type WorkersThen, workersIn } from './series.ts';
