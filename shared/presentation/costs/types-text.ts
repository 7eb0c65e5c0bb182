import { counted } from '../../model/index.ts';
import type { PricedType, PricedTypes } from '../../operations/index.ts';
import { type Cell, table } from '../layout/table.ts';
import type { View } from '../layout/view.ts';
import { commandDocument } from '../sentences/command-document.ts';

/** The types that a policy may launch, one line each. */
export function typesText(group: string, { by, types, image }: PricedTypes, view?: View): string {
  const able = types.filter(({ launchable }) => launchable).length;
  const running = image ? ` and can run ${image.id} (${image.architecture})` : '';
  const summary =
    by === 'requirements'
      ? `${group}: ${counted(types.length, 'instance type')} ${types.length === 1 ? 'matches' : 'match'} the requirements${running}.`
      : `${group}: ${able} of ${counted(types.length, 'instance type')} can be launched.`;
  if (types.length === 0) return summary;
  const columns = [
    ...['TYPE', 'VCPUS', 'GIB', { name: 'ARCHITECTURE', short: 'ARCH', rank: 1 }, '$/HOUR'],
    { name: 'SPOT $/HOUR', short: 'SPOT' },
    ...(able < types.length ? ['CAN BE LAUNCHED'] : []),
  ];
  const rows = types.map((each): Cell[] => [
    ...[each.type, each.vcpus, each.memoryGiB, each.architectures.join(', ') || null],
    each.onDemandUsd && priceText(each.onDemandUsd),
    spotText(each),
    ...(able < types.length ? [each.launchable ? 'yes' : 'no'] : []),
  ]);
  return [summary, table(columns, rows, view)].join('\n\n');
}

const DIGITS = 4;
/** Prices of types differ by less than a cent. */
const priceText = (usd: number): string => `$${Number(usd.toPrecision(DIGITS))}`;

/** The cheapest zone, and the dearest if it differs. */
function spotText({ spotUsd }: PricedType): string | null {
  const prices = Object.values(spotUsd);
  if (prices.length === 0) return null;
  const [least, most] = [priceText(Math.min(...prices)), priceText(Math.max(...prices))];
  return least === most ? least : `${least} to ${most}`;
}

export const typesDocument = (group: string, { by, image, types, notes }: PricedTypes) => ({
  group,
  by,
  image,
  types,
  notes: notes.map(({ reason, remedy }) => ({
    ...commandDocument(reason),
    remedy: remedy && commandDocument(remedy),
  })),
});
