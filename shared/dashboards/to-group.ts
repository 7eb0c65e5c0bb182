import type { DataLink } from './panels.ts';

export const GROUP_DASHBOARD = 'headcount-group';

const linkTo = (group: string): DataLink => ({
  title: 'Show this group',
  url: `/d/${GROUP_DASHBOARD}?\${datasource:queryparam}&\${stage:queryparam}&var-group=${group}&\${__url_time_range}`,
});

/** From a series of a group to the dashboard of the group. */
export const FROM_SERIES: readonly DataLink[] = [linkTo(`\${__field.labels.group}`)];
/** From a cell with the name of a group. */
export const FROM_CELL: readonly DataLink[] = [linkTo(`\${__value.text}`)];
