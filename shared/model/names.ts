import * as z from 'zod';

export const GROUP_NAME = /^[a-z][a-z0-9-]{0,62}$/;
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

/** Names that a formula reads from the group itself; no metric may have one of them. */
export const GROUP_FIGURES = ['workers', 'ready', 'desired'] as const;
export const isGroupFigure = (name: string): boolean => (GROUP_FIGURES as readonly string[]).includes(name);

export const groupName = z.string().regex(GROUP_NAME, {
  error: 'must start with a lower-case letter and contain at most 63 lower-case letters, digits and hyphens',
});

export const plainName = z.string().regex(PLAIN_NAME, {
  error: 'must start with a letter and contain at most 63 letters, digits, underscores, dots and hyphens',
});
