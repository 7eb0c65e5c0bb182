import type { Reason } from '../../model/index.ts';

/** The instance types that launches of a policy may use. */
export interface LaunchTypes {
  readonly by: 'instanceTypes' | 'requirements';
  /** Null if it is not known. */
  readonly image: { readonly id: string; readonly architecture: string } | null;
  readonly types: readonly LaunchType[];
  /** What keeps types from being launched, each with its remedy. */
  readonly notes: readonly { readonly reason: Reason; readonly remedy: Reason }[];
}

export interface LaunchType {
  readonly type: string;
  /** Null for a type that the region does not have. */
  readonly vcpus: number | null;
  readonly memoryGiB: number | null;
  readonly architectures: readonly string[];
  /** Whether it can be launched at all, as far as that is known. */
  readonly launchable: boolean;
}

/** Lists the types of one kind of provider, as they are now. Throws what AWS answers. */
export type ProviderTypes<Config = unknown> = (group: string, config: Config) => Promise<LaunchTypes>;
