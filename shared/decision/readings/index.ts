/** What the metrics of an observation show: their values, their past, and the workers that they belong to. Pure. */
export { Readings } from './readings.ts';
export { servingIn } from './serving.ts';
