"""Calls the stand-in by botocore, which checks requests and reads answers by AWS's own model; prints what it read."""

import json
import sys

import botocore.session

endpoint, launch_template = sys.argv[1:3]
client = botocore.session.get_session().create_client(
    "autoscaling",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="000000000000",
    aws_secret_access_key="x",
)


def read(answer):
    answer.pop("ResponseMetadata", None)
    return answer


client.create_auto_scaling_group(
    AutoScalingGroupName="web",
    MinSize=1,
    MaxSize=4,
    LaunchTemplate={"LaunchTemplateName": launch_template, "Version": "$Default"},
    VPCZoneIdentifier="subnet-00000001,subnet-00000002",
    Tags=[{"ResourceId": "web", "ResourceType": "auto-scaling-group", "Key": "a", "Value": "b", "PropagateAtLaunch": True}],
)
client.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=2, HonorCooldown=False)
client.put_scaling_policy(
    AutoScalingGroupName="web",
    PolicyName="cpu",
    PolicyType="TargetTrackingScaling",
    TargetTrackingConfiguration={
        "TargetValue": 60.5,
        "CustomizedMetricSpecification": {
            "MetricName": "load",
            "Namespace": "own",
            "Dimensions": [{"Name": "group", "Value": "web"}],
            "Statistic": "Average",
        },
    },
)
client.put_scheduled_update_group_action(
    AutoScalingGroupName="web", ScheduledActionName="morning", Recurrence="0 8 * * *", DesiredCapacity=3
)
client.put_lifecycle_hook(
    AutoScalingGroupName="web",
    LifecycleHookName="prepare",
    LifecycleTransition="autoscaling:EC2_INSTANCE_TERMINATING",
    HeartbeatTimeout=60,
)
refused = None
try:
    client.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=9)
except client.exceptions.ClientError as error:
    refused = error.response["Error"]["Code"]

shown = {
    "groups": read(client.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])),
    "policies": read(client.describe_policies(AutoScalingGroupName="web")),
    "scheduled": read(client.describe_scheduled_actions(AutoScalingGroupName="web")),
    "hooks": read(client.describe_lifecycle_hooks(AutoScalingGroupName="web")),
    "instances": read(client.describe_auto_scaling_instances()),
    "activities": read(client.describe_scaling_activities(AutoScalingGroupName="web")),
    "refused": refused,
}


def shape_of(shape):
    """A shape's constraints, to be compared with those of the stand-in."""
    limits = {key: shape.metadata[key] for key in ("min", "max") if key in shape.metadata}
    kind = shape.type_name
    if kind == "structure":
        members = {name: shape_of(member) for name, member in shape.members.items()}
        return {"kind": kind, "members": members, "required": sorted(shape.required_members)}
    if kind == "list":
        return {"kind": kind, "of": shape_of(shape.member), **limits}
    if shape.metadata.get("enum"):
        return {"kind": "enum", "values": shape.metadata["enum"]}
    return {"kind": kind, **limits, "pattern": shape.metadata.get("pattern")}


actions = sys.argv[3].split(",")
model = {
    name: shape_of(client.meta.service_model.operation_model(name).input_shape) for name in actions
}
print(json.dumps({"shown": shown, "model": model}, default=str))
