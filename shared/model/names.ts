import { valueError } from './validation-reasons.ts';
import { textLike } from './written-text.ts';

export const GROUP_NAME = /^[a-z][a-z0-9-]{0,62}$/;
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

/** Names that a formula reads from the group itself; no metric may have one of them. */
export const GROUP_FIGURES = ['workers', 'ready', 'desired'] as const;
export const isGroupFigure = (name: string): boolean => (GROUP_FIGURES as readonly string[]).includes(name);

export const groupName = textLike(GROUP_NAME, (written) => valueError('', 'invalid-group-name', { written }));

export const plainName = textLike(PLAIN_NAME, (written) => valueError('', 'invalid-name', { written }));
