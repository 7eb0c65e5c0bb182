import type { Scene } from './played.ts';

const web = { world: 'web-world.yaml' } as const;

/** In the order of the page. */
export const SCENES: readonly Scene[] = [
  {
    ...{ file: 'rhythm', ...web, demand: 'rhythm.csv', title: 'A day: what is paid above the demand is headroom' },
    ...{ plays: ['target.yaml', 'requests.yaml', 'objective.yaml'], from: '2026-01-07T00:00:00Z', hours: 24 },
  },
  {
    ...{ file: 'opening', ...web, demand: 'opening.csv', title: 'A shop opens at eight' },
    ...{ plays: ['requests.yaml', 'schedule.yaml', 'forecast.yaml'], from: '2026-01-07T07:30:00Z', hours: 1.5 },
  },
  {
    ...{ file: 'crowds', ...web, demand: 'crowds.csv', title: 'A crowd comes within two minutes' },
    ...{ plays: ['target.yaml', 'objective.yaml'], from: '2026-01-07T11:45:00Z', hours: 2 },
  },
  {
    ...{ file: 'bursts', ...web, demand: 'bursts.csv', title: 'Bursts out of nowhere' },
    ...{ plays: ['objective.yaml', 'requests.yaml'], from: '2026-01-07T10:00:00Z', hours: 6 },
  },
  {
    ...{ file: 'batches', world: 'jobs-world.yaml', demand: 'batches.csv', title: 'Batches of tasks of a minute' },
    ...{ plays: ['deadline.yaml', 'backlog.yaml'], from: '2026-01-07T12:00:00Z', hours: 4 },
  },
];
