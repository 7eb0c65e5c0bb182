/** What workers report of themselves with tags, for every provider whose workers are instances. Pure. */
export { type ReportSettings, reportFields } from './fields.ts';
export { isReadyBy, silenceOf } from './silence.ts';
export { reportsOf, SILENT, type TaggedReports } from './tagged.ts';
