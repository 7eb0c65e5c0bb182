/** The signals by which a person, a shell or a system ends a program, and which it can handle. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
