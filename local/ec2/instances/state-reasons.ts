import type { StateReason } from '../model.ts';

/**
 * Texts of the reasons why an instance stopped or ended.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html
 */
const TEXTS: Readonly<Record<string, string>> = {
  'Client.InstanceInitiatedShutdown': 'Instance initiated shutdown',
  'Client.InternalError': 'Client error on launch',
  'Client.InvalidKMSKey.InvalidState': 'The KMS key provided is in an incorrect state',
  'Client.InvalidSnapshot.NotFound': 'The specified snapshot was not found',
  'Client.UserInitiatedHibernate': 'User initiated hibernate',
  'Client.UserInitiatedShutdown': 'User initiated shutdown',
  'Client.VolumeLimitExceeded': 'Volume limit exceeded',
  'Server.InsufficientInstanceCapacity': 'Insufficient capacity to satisfy the launch request',
  'Server.InternalError': 'Internal error on launch',
  'Server.ScheduledStop': 'Stopped due to scheduled retirement',
  'Server.SpotInstanceTermination': 'Spot instance termination',
};

/** `text` is required for a code that is not in the list above. */
export const stateReason = (code: string, text = TEXTS[code] ?? 'No text is configured'): StateReason => ({
  code,
  message: `${code}: ${text}`,
});
