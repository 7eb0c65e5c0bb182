import type { Policy } from '../policy/index.ts';
import { type PriceBook, typePrice } from '../prices/index.ts';
import { type ManagedWorker, pricingFor } from '../providers/index.ts';
import type { Finding } from './finding.ts';
import { because } from './reasons.ts';

const DAY_MS = 86_400_000;
/** On-demand prices are read once a day, and AWS seldom changes them. */
const OLD_AFTER_MS = 3 * DAY_MS;
/** The refresh runs every 15 minutes. */
const UNREAD_AFTER_MS = DAY_MS;

interface OldPrice {
  readonly type: string;
  /** Null: never. */
  readonly readAt: number | null;
}

/** Groups whose prices could not be read for days, or not at all. Pure. */
export function priceFindings(
  policies: Iterable<Policy>,
  workers: readonly ManagedWorker[],
  book: PriceBook,
  now: number,
): Finding[] {
  return [...policies].flatMap(({ group, provider }): Finding[] => {
    const pricing = pricingFor(provider);
    if (!pricing) return [];
    const there = workers.flatMap(({ group: of, details }) => (of === group ? (details.instanceType ?? []) : []));
    const old = [...new Set([...pricing.types, ...there])].flatMap((type): OldPrice[] => {
      if (Object.hasOwn(pricing.fixed, type)) return [];
      const { readAt, neededAt } = typePrice(book, pricing.system, type)?.onDemand ?? {};
      if (readAt !== undefined) return now - readAt > OLD_AFTER_MS ? [{ type, readAt }] : [];
      return neededAt !== undefined && now - neededAt > UNREAD_AFTER_MS ? [{ type, readAt: null }] : [];
    });
    const [oldest] = old.toSorted((one, other) => (one.readAt ?? 0) - (other.readAt ?? 0));
    if (!oldest) return [];
    const days = oldest.readAt === null ? null : Math.floor((now - oldest.readAt) / DAY_MS);
    const reason = because['doctor-old-prices']({ group, types: old.map(({ type }) => type), days });
    return [{ kind: 'old-prices', group, subject: null, reason, remedy: null }];
  });
}
