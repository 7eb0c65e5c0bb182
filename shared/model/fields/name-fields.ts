import { valueError } from '../validation/validation-reasons.ts';
import { textLike } from '../validation/written-text.ts';
import { GROUP_NAME } from './group-name.ts';

export const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

export const groupName = textLike(GROUP_NAME, (written) => valueError('', 'invalid-group-name', { written }));

export const plainName = textLike(PLAIN_NAME, (written) => valueError('', 'invalid-name', { written }));
