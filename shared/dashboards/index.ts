import { capacity } from './capacity.ts';
import { cost } from './cost.ts';
import { fleet } from './fleet.ts';
import { group } from './group.ts';
import type { Dashboard } from './model.ts';

export type { Dashboard } from './model.ts';

/** Dashboards for Grafana on the metrics that `headcount metrics --prometheus` prints, by their names in commands. */
export const DASHBOARDS = { fleet, group, capacity, cost } as const satisfies Readonly<Record<string, Dashboard>>;
export type DashboardName = keyof typeof DASHBOARDS;

/** The name of a dashboard's file: Grafana takes every file of a provisioned folder. */
export const dashboardFile = (name: DashboardName): string => `${DASHBOARDS[name].uid}.json`;
export const dashboardText = (name: DashboardName): string => `${JSON.stringify(DASHBOARDS[name], null, 2)}\n`;
