import { expect, test } from 'vitest';
import { awsClients } from '../../../shared/aws/clients.ts';
import { sdkConnections } from '../../../shared/aws/sdk-connections.ts';
import { providerAdapters } from '../../../shared/providers/adapters.ts';
import { moduleFor, providerKinds } from '../../../shared/providers/index.ts';

test.each(providerKinds)(
  '%s: the adapter that evaluations use knows versions if rollouts replace the workers',
  (kind) => {
    const adapter = providerAdapters({ connections: sdkConnections(awsClients()), stage: 'test' } as never).of(kind);
    const isReplaced = moduleFor({ kind } as never).rollout !== undefined;
    expect(adapter.versions !== undefined).toBe(isReplaced);
  },
);
