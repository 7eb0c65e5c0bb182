/** Names that a formula reads from the group itself; no metric may have one of them. */
export const GROUP_FIGURES = ['workers', 'ready', 'desired'] as const;
/** As above, unless the policy has a metric of that name. */
const WORK_FIGURES = ['busy', 'pending'] as const;
export const isGroupFigure = (name: string): boolean => (GROUP_FIGURES as readonly string[]).includes(name);
/** Names that a formula reads from the groups of the cluster that are decided before. */
export const CLUSTER_FIGURES = ['cluster.desired', 'cluster.pending', 'cluster.reserved'] as const;
export const isClusterFigure = (name: string): boolean => name.startsWith('cluster.');
/** Whether a formula reads this name from the group or its cluster. `metrics`: those of the policy, by name. */
export const readsGroup = (name: string, metrics: object): boolean =>
  isGroupFigure(name) ||
  ((isClusterFigure(name) || (WORK_FIGURES as readonly string[]).includes(name)) && !Object.hasOwn(metrics, name));
