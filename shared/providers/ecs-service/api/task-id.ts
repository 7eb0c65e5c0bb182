/** `main/0123…` of `arn:aws:ecs:eu-west-1:111122223333:task/main/0123…`. */
export const idIn = (arn: string): string => arn.slice(arn.indexOf(':task/') + ':task/'.length);
/** Cluster and id of a task; other workers have other ids. */
export const TASK_ID = /^[A-Za-z0-9_-]{1,255}\/[0-9a-f]{32}$/;
/** The cluster of tasks that have the same. */
export const clusterOf = ([id = '']: readonly string[]): string => id.split('/')[0] ?? '';
export const ownIdOf = (id: string): string => id.split('/')[1] ?? '';
