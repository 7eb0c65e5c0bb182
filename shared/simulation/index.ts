/** Demand of our own making, and recordings of others': pure. */
export { type DemandPoint, type DiurnalDemand, diurnalDemand } from './demand.ts';
export { parseRecording, RecordingFault, recordingText, resampled } from './recording.ts';
