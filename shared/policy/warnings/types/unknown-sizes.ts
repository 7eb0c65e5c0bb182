import { closeTo, INSTANCE_SIZES, pathText, sizeOfType } from '../../../model/index.ts';
import { pricingFor } from '../../../providers/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Types whose size AWS does not have: they are misspelled. Whether a family exists in the region, only AWS knows. */
export const unknownSizes: WarningCheck = ({ provider }) =>
  (pricingFor(provider)?.types ?? []).flatMap((type, index) => {
    const [family = '', size = ''] = type.split('.');
    if (sizeOfType(type) !== null || size.startsWith('metal')) return [];
    const close = closeTo(size, INSTANCE_SIZES);
    return [
      warning(pathText(['provider', 'instanceTypes', index]), 'instance-size-unknown', {
        type,
        close: close === null ? null : `${family}.${close}`,
      }),
    ];
  });
