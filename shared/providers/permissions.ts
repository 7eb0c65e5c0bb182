import { extended, type PermissionData } from '../model/index.ts';
import { permissions as autoScalingGroup } from './auto-scaling-group/permissions.ts';
import { permissions as ec2 } from './ec2/permissions.ts';
import { permissions as ec2Fleet } from './ec2-fleet/permissions.ts';
import { permissions as ecsService } from './ecs-service/permissions.ts';
import type { ProviderExtension } from './extension/extension.ts';
import type { ProviderKind } from './formats.ts';
import { permissions as lambda } from './lambda/permissions.ts';

/** What functions that resize must be allowed to do, by kind. Apart from the modules, because no function needs to load it. */
const PERMISSIONS: Readonly<Record<ProviderKind, (stage: string) => readonly PermissionData[]>> = {
  ec2,
  'ec2-fleet': ec2Fleet,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
};

export const providerPermissions = (stage: string): PermissionData[] =>
  Object.values(PERMISSIONS).flatMap((permissions) => permissions(stage));

/** Those of one kind, which may be an extension's. */
export function permissionsOfKind(kind: string, stage: string): readonly PermissionData[] {
  if (Object.hasOwn(PERMISSIONS, kind)) return PERMISSIONS[kind as ProviderKind](stage);
  const added = extended().providers.get(kind)?.adapter as ProviderExtension | undefined;
  return added?.permissions?.(stage) ?? [];
}
