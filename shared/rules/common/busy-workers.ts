/**
 * Far more than the largest group, and still a figure whose square arithmetic and DynamoDB keep: a metric in bytes whose
 * unit was forgotten must not keep its group's state from being written.
 */
const MOST = 1e6;

/** A reading in workers that it keeps busy; `perWorker`: what keeps one busy. */
export const busyWorkers = (value: number, perWorker: number): number => Math.min(MOST, value / perWorker);
