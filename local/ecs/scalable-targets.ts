import type { Actions } from './action.ts';

/** The part of Application Auto Scaling that says what else scales a service: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Operations.html */
export const TARGET_ACTIONS: Actions = {
  RegisterScalableTarget(state, input) {
    const resource = String(input['ResourceId']);
    const earlier = state.targets.get(resource);
    state.targets.set(resource, {
      resource,
      min: Number(input['MinCapacity'] ?? earlier?.min ?? 0),
      max: Number(input['MaxCapacity'] ?? earlier?.max ?? 0),
      suspended: { ...earlier?.suspended, ...Object(input['SuspendedState']) },
    });
    return {};
  },

  DeregisterScalableTarget(state, input) {
    state.targets.delete(String(input['ResourceId']));
    return {};
  },

  PutScalingPolicy(state, input) {
    const [ResourceId, PolicyName] = [String(input['ResourceId']), String(input['PolicyName'])];
    const PolicyARN = `arn:aws:autoscaling:${state.region}:${state.account}:scalingPolicy:0:resource/ecs/${ResourceId}:policyName/${PolicyName}`;
    state.scalingPolicies.set(PolicyARN, { ...input, PolicyARN });
    return { PolicyARN };
  },

  DescribeScalingPolicies(state, { ResourceId }) {
    return { ScalingPolicies: [...state.scalingPolicies.values()].filter((each) => each['ResourceId'] === ResourceId) };
  },

  PutScheduledAction(state, input) {
    state.scheduledActions.set(`${input['ResourceId']} ${input['ScheduledActionName']}`, input);
    return {};
  },

  DescribeScheduledActions(state, { ResourceId }) {
    return {
      ScheduledActions: [...state.scheduledActions.values()].filter((each) => each['ResourceId'] === ResourceId),
    };
  },

  DescribeScalableTargets(state, input) {
    const named = input['ResourceIds'] as readonly string[] | undefined;
    const found = [...state.targets.values()].filter(({ resource }) => named?.includes(resource) ?? true);
    return {
      ScalableTargets: found.map(({ resource, min, max, suspended }) => ({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId: resource,
        MinCapacity: min,
        MaxCapacity: max,
        SuspendedState: suspended,
      })),
    };
  },
};
