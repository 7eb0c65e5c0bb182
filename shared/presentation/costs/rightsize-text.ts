import { counted } from '../../model/index.ts';
import { type Cell, type Column, table } from '../layout/table.ts';
import { type View, WHOLE } from '../layout/view.ts';
import { dollarsText } from './cost-text.ts';
import type { RightsizeDocument } from './rightsize-document.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const BUSIEST = 3;
/** Of the types that are large enough, and of those that are not. */
const SHOWN = { fitting: 5, others: 3 };

const COLUMNS: readonly Column[] = [
  { name: 'TYPE' },
  { name: 'VCPU' },
  { name: 'GIB' },
  { name: '$/HOUR' },
  { name: '$/MONTH', rank: 4 },
  { name: 'CPU P95', short: 'P95', rank: 2 },
  { name: 'CPU PEAK', short: 'CPU' },
  { name: 'MEMORY P95', short: 'MEM P95', rank: 3 },
  { name: 'MEMORY PEAK', short: 'MEM' },
  { name: 'HEADROOM', short: 'FREE', rank: 1 },
  { name: 'VERDICT' },
];

type Compared = RightsizeDocument['types'][number];

const percent = (value: number | null): string | null => (value === null ? null : `${value} %`);

function row(each: Compared, current: string | null): Cell[] {
  const { type, vcpus, memoryGiB, hourlyUsd, monthlyUsd, verdict } = each;
  const text = `${verdict.text.replace(/\.$/, '')}${type === current ? ' (now)' : ''}`;
  return [
    ...[type, vcpus, memoryGiB, hourlyUsd && `$${hourlyUsd}`, monthlyUsd && dollarsText(monthlyUsd)],
    ...[percent(each.cpuP95Percent), percent(each.cpuPeakPercent)],
    ...[percent(each.memoryP95Percent), percent(each.memoryPeakPercent), percent(each.headroomPercent)],
    verdict.code === 'type-recommended' ? { text, tone: 'good' } : text,
  ];
}

/** The cheapest types that are large enough, the largest of those that are not, and today's. */
function shownOf({ types, current }: RightsizeDocument, isWide: boolean): readonly Compared[] {
  if (isWide) return types;
  const fitting = types.filter(({ fits }) => fits).slice(0, SHOWN.fitting);
  const others = types.filter(({ fits }) => !fits).slice(-SHOWN.others);
  return types.filter((each) => fitting.includes(each) || others.includes(each) || each.type === current);
}

/** `Mon 09:00`, in UTC. */
export const hourText = (hour: number): string =>
  `${DAYS[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, '0')}:00`;

/** What was measured, in one sentence each. */
export function measuredLines({ cpu, memory, week, calls, margin }: RightsizeDocument): string[] {
  const busiest = week.toSorted((one, other) => other.peakVcpus - one.peakVcpus).slice(0, BUSIEST);
  const plus = `with ${margin * 100} % margin`;
  return [
    ...(cpu.hours === 0
      ? []
      : [
          `CPU: p95 ${cpu.p95Vcpus} and peak ${cpu.peakVcpus} vCPUs; ${cpu.neededVcpus} ${plus}. ${counted(cpu.workers, 'worker')} in ${counted(cpu.hours, 'hour')}.`,
        ]),
    ...(memory
      ? [
          `Memory: p95 ${memory.p95GiB} and peak ${memory.peakGiB} GiB; ${memory.neededGiB} ${plus}. ${counted(memory.workers, 'worker')} in ${counted(memory.hours, 'hour')}.`,
        ]
      : []),
    ...(busiest.length > 0
      ? [`Busiest hours (UTC): ${busiest.map(({ hour, peakVcpus }) => `${hourText(hour)} (${peakVcpus})`).join(', ')}.`]
      : []),
    `Read ${counted(calls.metrics, 'metric')} from CloudWatch, for about $${calls.usd}.`,
  ];
}

/** The recommendation, the compared types, and the evidence. */
export function rightsizeText(
  document: RightsizeDocument,
  { view = WHOLE, isWide = true }: { view?: View; isWide?: boolean } = {},
): string {
  const { verdict, notes, types, current, applies, launches } = document;
  const shown = shownOf(document, isWide);
  const hidden = types.length - shown.length;
  const launched =
    applies && launches.length > 0
      ? [`Once a whole week is measured, launches use ${launches.join(', ')} from the next daily run on.`]
      : [];
  const parts = [
    [verdict.text, ...launched].join('\n'),
    ...(shown.length > 0
      ? [
          [
            table(
              COLUMNS,
              shown.map((each) => row(each, current)),
              view,
            ),
            ...(hidden > 0 ? [`(${counted(hidden, 'other type')}: -o wide shows all.)`] : []),
          ].join('\n'),
        ]
      : []),
    measuredLines(document).join('\n'),
    ...(notes.length > 0 ? [notes.map(({ text }) => `- ${text}`).join('\n')] : []),
  ];
  return parts.join('\n\n');
}
