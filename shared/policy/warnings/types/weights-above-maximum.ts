import { pathText } from '../../../model/index.ts';
import { pricingFor, weightsFor } from '../../../providers/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** One worker of the type is more than the group may ever have. */
export const weightsAboveMaximum: WarningCheck = ({ provider, capacity: { max } }) => {
  const { types = [] } = pricingFor(provider) ?? {};
  return Object.entries(weightsFor(provider) ?? {}).flatMap(([type, weight]) =>
    weight <= max
      ? []
      : [
          warning(pathText(['provider', 'instanceTypes', types.indexOf(type), 'weight']), 'weight-above-maximum', {
            type,
            weight,
            max,
          }),
        ],
  );
};
