import { pathText } from '../../../model/index.ts';
import { formatOf } from '../../../sources/index.ts';
import { metricSource } from '../../metrics.ts';
import type { WarningCheck } from '../warning-check.ts';

/** What the sources of the metrics know about themselves. */
export const fromSources: WarningCheck = ({ metrics }) =>
  Object.keys(metrics).flatMap((name) => {
    const source = metricSource(name, metrics);
    if (!source) return [];
    const path = pathText(['metrics', name, source.kind]);
    return (formatOf(source.kind).warnings?.(source.config) ?? []).map((each) => ({
      ...each,
      path: each.path === '' ? path : `${path}.${each.path}`,
    }));
  });
