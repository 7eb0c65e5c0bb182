export const GROUP_NAME = /^[a-z][a-z0-9-]{0,62}$/;
