/** What a worker runs, as far as its price depends on it. */
export const OPERATING_SYSTEMS = ['linux', 'windows', 'rhel', 'suse'] as const;
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number];
