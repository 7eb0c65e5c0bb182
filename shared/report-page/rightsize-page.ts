import { dollarsText, hourText, measuredLines, type RightsizeDocument } from '../presentation/index.ts';
import { documentOf } from './document.ts';
import { escaped } from './escape.ts';

const STYLE = `
.heat td { min-width: 1.9rem; padding: 4px 2px; text-align: center; font-size: 0.72rem;
  background: color-mix(in srgb, var(--play-1) calc(var(--heat) * 1%), var(--surface)); }
.heat td.none { background: none; color: var(--muted); }
.heat th { font-weight: 400; font-size: 0.75rem; color: var(--muted); }
.chosen { font-weight: 600; }
`;

/** The page of a recommendation: what was measured by the hours of the week, and what each type would mean. */
export function rightsizePageOf(document: RightsizeDocument, { stage }: { readonly stage: string }): string {
  const { group, from, to, verdict, notes, applies, launches, week, cpu, memory } = document;
  const days = `${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')} UTC`;
  const launched =
    applies && launches.length > 0 ? ` Once a whole week is measured, launches use ${launches.join(', ')}.` : '';
  const cores = heatMap(
    'cpu',
    'CPU',
    'vCPUs',
    new Map(week.map(({ hour, peakVcpus }) => [hour, peakVcpus])),
    cpu.peakVcpus,
  );
  const bytes = new Map(week.flatMap(({ hour, peakGiB }) => (peakGiB === null ? [] : [[hour, peakGiB] as const])));
  const sections = [
    section('types', 'Instance types', typesTable(document)),
    ...(week.length > 0 ? [cores] : []),
    ...(memory ? [heatMap('memory', 'Memory', 'GiB', bytes, memory.peakGiB)] : []),
    section('evidence', 'Evidence', `${list(measuredLines(document))}\n${workersTable(document)}`),
    ...(notes.length > 0 ? [section('notes', 'Before you change it', list(notes.map(({ text }) => text)))] : []),
  ];
  const body = `<main>
<h1>${escaped(group)}</h1>
<p class="about">right-sizing, stage ${escaped(stage)} · ${escaped(days)}</p>
<p class="lead">${escaped(`${verdict.text}${launched}`)}</p>
${sections.join('\n')}
</main>
<footer><p>Made by <code>headcount</code>. All times are UTC. From the metrics of the workers: docs/how-to/right-size.md.</p></footer>`;
  const allowed = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
  return documentOf({ title: `${group}: right-sizing`, allowed, body, style: STYLE });
}

const section = (id: string, title: string, content: string): string =>
  `<section aria-labelledby="${id}">\n<h2 id="${id}">${escaped(title)}</h2>\n${content}\n</section>`;
const list = (lines: readonly string[]): string =>
  `<ul>\n${lines.map((line) => `<li>${escaped(line)}</li>`).join('\n')}\n</ul>`;

function tableOf(label: string, head: readonly string[], rows: readonly string[]): string {
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="${label}">
<table class="past"><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>
</div>`;
}

const cells = (texts: readonly (string | number | null)[]): string =>
  texts.map((text) => `<td>${escaped(text === null ? '–' : String(text))}</td>`).join('');
const percent = (value: number | null): string | null => (value === null ? null : `${value} %`);

function typesTable({ types, recommended, current }: RightsizeDocument): string {
  const head = [
    'type',
    'vCPUs',
    'GiB',
    '$/hour',
    '$/month',
    'CPU p95',
    'peak',
    'memory p95',
    'peak',
    'headroom',
    'verdict',
  ];
  const rows = types.map((each) => {
    const name = `${each.type}${each.type === current ? ' (now)' : ''}`;
    const text = cells([
      ...[name, each.vcpus, each.memoryGiB, each.hourlyUsd, each.monthlyUsd && dollarsText(each.monthlyUsd)],
      ...[percent(each.cpuP95Percent), percent(each.cpuPeakPercent), percent(each.memoryP95Percent)],
      ...[percent(each.memoryPeakPercent), percent(each.headroomPercent), each.verdict.text.replace(/\.$/, '')],
    ]);
    return `<tr${each.type === recommended ? ' class="chosen"' : ''}>${text}</tr>`;
  });
  return types.length > 0 ? tableOf('types', head, rows) : '<p class="note">No types were compared.</p>';
}

function workersTable({ workers }: RightsizeDocument): string {
  const rows = workers.map(
    ({ worker, type, hours, peakVcpus, peakGiB }) => `<tr>${cells([worker, type, hours, peakVcpus, peakGiB])}</tr>`,
  );
  if (rows.length === 0) return '';
  return tableOf('evidence', ['worker', 'type', 'hours measured', 'peak vCPUs', 'peak GiB'], rows);
}

/** Rows are days, columns are hours. The color is the share of the highest peak. */
function heatMap(id: string, title: string, unit: string, peaks: ReadonlyMap<number, number>, most: number): string {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const rows = Array.from({ length: 7 }, (_, day) => {
    const own = hours.map((hour) => cellOf(day * 24 + hour, unit, peaks, most)).join('');
    return `<tr><th scope="row">${hourText(day * 24).slice(0, 3)}</th>${own}</tr>`;
  });
  const content = `<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}">
<table class="heat"><thead><tr><td></td>${hours.map((hour) => `<th scope="col">${hour}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>
</div>
<p class="note">The highest peak of a worker in each hour of the week, in ${unit}. An empty hour was not measured.</p>`;
  return section(id, title, content);
}

function cellOf(hour: number, unit: string, peaks: ReadonlyMap<number, number>, most: number): string {
  const peak = peaks.get(hour);
  if (peak === undefined) return `<td class="none" title="${hourText(hour)}: not measured"></td>`;
  const heat = most > 0 ? Math.round((80 * peak) / most) : 0;
  return `<td style="--heat: ${heat}" title="${hourText(hour)}: ${peak} ${unit}">${Number(peak.toPrecision(2))}</td>`;
}
