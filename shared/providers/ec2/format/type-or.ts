import * as z from 'zod';
import { checked, forms, INSTANCE_TYPE, textLike, type ValueError } from '../../../model/index.ts';
import { ec2Error } from '../reasons.ts';

const typeError = (written: string) => ec2Error('', 'ec2-invalid-instance-type', { written });

/** The name of an instance type. */
export const typeName = textLike(INSTANCE_TYPE, typeError);

/** The name of an instance type, or another form. `fault`: that of a value that is neither. */
export const typeOr = <Other extends z.ZodType>(other: Other, fault: ValueError) =>
  checked(
    forms([z.string().meta({ pattern: INSTANCE_TYPE.source }), other], fault),
    (written) => typeof written !== 'string' || INSTANCE_TYPE.test(written),
    (written) => typeError(String(written)),
  );
