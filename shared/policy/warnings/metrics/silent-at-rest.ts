import { pathText } from '../../../model/index.ts';
import { metricsOf } from '../../../rules/index.ts';
import { definitionOf, metricSource, readBy } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A metric that is not published while nothing happens keeps the group at its size all night. */
export const silentAtRest: WarningCheck = ({ metrics, rules }) => {
  const read = new Set(rules.flatMap(metricsOf).flatMap((name) => readBy(name, metrics)));
  return [...read].flatMap((name) => {
    const isSilent = metricSource(name, metrics)?.isSilentAtRest === true;
    const isStated = definitionOf(name, metrics)?.missing !== undefined;
    return isSilent && !isStated ? [warning(pathText(['metrics', name]), 'silent-at-rest', { metric: name })] : [];
  });
};
