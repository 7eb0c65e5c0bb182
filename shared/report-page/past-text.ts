import { durationText, grouped, secondsText } from '../model/index.ts';
import type { PastGroup, PastReport } from '../operations/index.ts';
import { activityLines, sentence, sizeText, timeText } from '../presentation/index.ts';
import { escaped } from './escape.ts';
import { ID_CLASS, splitAtIds } from './instance-ids.ts';

/** The most rows of a table. */
const MOST_ROWS = 300;

/** What happened in all groups, in a sentence. */
export function pastLead({ groups }: PastReport): string {
  const sum = (of: (group: PastGroup) => number) => groups.reduce((total, group) => total + of(group), 0);
  const evaluations = sum(({ totals }) => totals.evaluations);
  if (evaluations === 0) return 'No evaluation is recorded in this time.';
  const changed = sum(({ activities }) => activities.length);
  const failed = sum(({ totals }) => totals.failed);
  const began =
    changed === 0 ? 'None of them changed a group.' : `They began ${counted(changed, 'activity', 'activities')}.`;
  const recorded = `${counted(evaluations, 'evaluation')} ${evaluations === 1 ? 'is' : 'are'} recorded`;
  return `${recorded}${failed === 0 ? '' : `, of which ${grouped(failed)} failed`}. ${began}`;
}

/** The main figures of a single group. */
export function pastFigures({ groups: [group] }: PastReport): string {
  if (!group) return '';
  const { totals, activities, launchToReady } = group;
  const figures: [string, string, string][] = [
    ['Worker-hours', grouped(totals.workerHours, 1), 'of all workers'],
    ['Launched', grouped(totals.launched), `${grouped(totals.terminated)} terminated`],
    [
      'Launch to ready',
      launchToReady ? secondsText(Math.round(launchToReady.p50)) : '–',
      launchToReady
        ? `half of the latest launches; 95 % within ${secondsText(Math.round(launchToReady.p95))}`
        : 'of the latest launches',
    ],
    ['Activities', grouped(activities.length), stillOpen(group) || 'all of them done'],
  ];
  const items = figures.map(
    ([name, value, more]) =>
      `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}<small>${escaped(more)}</small></dd></div>`,
  );
  return `<dl class="figures">\n${items.join('\n')}\n</dl>`;
}

/** How many activities are not done, and why; empty if all are. */
function stillOpen({ totals: { unfinished }, activities }: PastGroup): string {
  const underWay = activities.filter(({ activity: { status } }) => status === 'claimed' || status === 'draining');
  return [
    ...(unfinished > 0 ? [`${grouped(unfinished)} failed or in part`] : []),
    ...(underWay.length > 0 ? [`${grouped(underWay.length)} in progress`] : []),
  ].join(', ');
}

/** The groups of a report with several. */
export function groupsSection({ groups }: PastReport): string {
  const rows = groups.map(({ group, totals, activities, incidents, records }) => {
    const last = records.findLast(({ decision }) => decision !== null)?.decision;
    return [
      ...[group, last ? String(last.desired) : '–', grouped(totals.workerHours, 1), String(activities.length)],
      ...[String(totals.launched), String(totals.terminated), String(totals.unfinished), String(incidents.length)],
    ];
  });
  const head = [
    'group',
    'desired',
    'worker-hours',
    'activities',
    'launched',
    'terminated',
    'failed or in part',
    'incidents',
  ];
  return section('groups', 'Groups', tableOf(head, rows), '');
}

/** What was done, with the provider's answers. */
export function activitiesSection({ groups }: PastReport): string {
  const all = groups.flatMap(({ activities }) => activities);
  const rows = all
    .toSorted((one, other) => other.activity.startedAt - one.activity.startedAt)
    .map(({ activity, settledAfter }) => [
      ...[
        timeText(activity.startedAt),
        ...(groups.length > 1 ? [activity.group] : []),
        sizeText(activity.decision),
        activity.status,
      ],
      ...[activityLines(activity).join('\n'), settledAfter === null ? '–' : spanText(settledAfter)],
    ]);
  const head = [
    'started (UTC)',
    ...(groups.length > 1 ? ['group'] : []),
    'size',
    'status',
    'what happened',
    'all ready after',
  ];
  const note =
    'All ready after: from the start of the activity until the first evaluation that found no worker starting. Workers of other activities count, too.';
  return section('activities', 'Activities', tableOf(head, rows, 'what happened'), rows.length > 0 ? note : 'None.');
}

/** Interruptions, lost workers, and what could not be read. */
export function incidentsSection({ groups }: PastReport): string {
  const rows = groups
    .flatMap(({ group, incidents }) => incidents.map((incident) => ({ group, ...incident })))
    .toSorted((one, other) => other.from - one.from)
    .map(({ group, from, until, times, reason }) => [
      ...[
        timeText(from),
        ...(groups.length > 1 ? [group] : []),
        times > 1 ? `${times} times until ${timeText(until)}` : 'once',
        sentence(reason),
      ],
    ]);
  const head = ['since (UTC)', ...(groups.length > 1 ? ['group'] : []), 'how often', 'what'];
  return section(
    'incidents',
    'Interruptions, lost workers and failures',
    tableOf(head, rows, 'what'),
    rows.length > 0 ? '' : 'None.',
  );
}

function section(id: string, title: string, table: string, note: string): string {
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(title)}</h2>
${table === '' ? '' : `<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}">\n${table}\n</div>`}
${note === '' ? '' : `<p class="note">${escaped(note)}</p>`}
</section>`;
}

/** The column `text` has long texts, which wrap. On a phone it is below the cells before it; those after it then name their column. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[], text?: string): string {
  if (rows.length === 0) return '';
  const textColumn = text === undefined ? head.length : head.indexOf(text);
  const attributes = (column: number) =>
    column === textColumn ? ' class="text"' : column > textColumn ? ` data-head="${escaped(head[column] ?? '')}"` : '';
  const cells = (texts: readonly string[]) =>
    texts.map((each, index) => `<td${attributes(index + 1)}>${textOf(each)}</td>`).join('');
  const body = rows
    .slice(0, MOST_ROWS)
    .map(([name = '', ...rest]) => `<tr><th scope="row">${escaped(name)}</th>${cells(rest)}</tr>`);
  const earlier = rows.length - MOST_ROWS;
  const more = `<tr><th scope="row">…</th><td colspan="${head.length - 1}">and ${earlier} more</td></tr>`;
  return `<table class="past">
<thead><tr>${head.map((name) => `<th scope="col" class="head">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${[...body, ...(earlier > 0 ? [more] : [])].join('\n')}
</tbody>
</table>`;
}

const textOf = (text: string): string =>
  splitAtIds(text)
    .map((part, index) => (index % 2 === 1 ? `<span class="${ID_CLASS}">${part}</span>` : escaped(part)))
    .join('');

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;
const spanText = (seconds: number): string => durationText(seconds, { digits: 1 });
