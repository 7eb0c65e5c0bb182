"""Serves MiniStack on a free port of the loopback interface until its parent ends.

The `ministack` command cannot be used, because it listens on the port that it puts in queue URLs and passes to functions.
Here that port (GATEWAY_PORT) belongs to the gateway in front of MiniStack.

Prints `port <n>` once it listens. It ends when standard input closes, which happens even if the parent crashes.
"""

import asyncio
import os
import secrets
import signal
import socket
import sys
import threading
import time

GRACE_SECONDS = 8


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


def give_each_function_its_own_key() -> None:
    """The gateway identifies a function by its access key, and applies the permissions of its role. The key of a function in
    another region than that of the environment ends with its region.

    MiniStack gives every function the same key, that of the account. It takes any other key to be of its default account.
    """
    from ministack.core import lambda_runtime

    def credentials(config: dict) -> dict:
        key = f"lambda.{config['FunctionName']}"
        region = config["FunctionArn"].split(":")[3]
        if region != os.environ["AWS_REGION"]:
            key = f"{key}.{region}"
        return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": ""}

    lambda_runtime.execution_credentials = credentials


def give_target_groups_the_ids_of_aws() -> None:
    """MiniStack's ids have all letters. Those of AWS are hexadecimal, and policies are checked for that."""
    from ministack.services import alb

    alb._short_id = lambda: secrets.token_hex(8)


def give_service_linked_roles_the_names_of_aws() -> None:
    """MiniStack derives the names from the services. Some of AWS's are others:
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html"""
    from ministack.services import iam

    names = {
        "AWSServiceRoleForSpot": "AWSServiceRoleForEC2Spot",
        "AWSServiceRoleForEc2fleet": "AWSServiceRoleForEC2Fleet",
        "AWSServiceRoleForAutoscaling": "AWSServiceRoleForAutoScaling",
    }
    create = iam._create_service_linked_role

    def create_named(params):
        answer = create(params)
        for given, name in names.items():
            role = iam._roles.pop(given, None)
            if role is not None:
                iam._roles[name] = {**role, "RoleName": name, "Arn": role["Arn"].replace(given, name)}
        return answer

    iam._create_service_linked_role = create_named
    for handlers in vars(iam).values():
        if isinstance(handlers, dict) and handlers.get("CreateServiceLinkedRole") is create:
            handlers["CreateServiceLinkedRole"] = create_named


def name_resources_of_each_region_apart() -> None:
    """Names that CloudFormation makes up end at random on AWS. MiniStack's depend on stack and logical id, so the roles of
    two regions, which belong to the account, would have the same names."""
    from ministack.core.responses import get_region
    from ministack.services.cloudformation import provisioners

    made = provisioners._physical_name

    def made_in_region(stack_name, logical_id, **options):
        region = get_region()
        own = "" if region == os.environ["AWS_REGION"] else region.replace("-", "")
        return made(stack_name, logical_id + own, **options)

    provisioners._physical_name = made_in_region


def authenticate_api_calls(app_module):
    """Requests to an HTTP API need a valid signature and a permission, as on AWS. The emulator checks both, if it checks
    every service. Here it checks those requests alone: all others are judged by the gateway, or come from operators."""
    from contextvars import ContextVar

    is_api_call = ContextVar("is_api_call", default=False)

    class OfThisRequest:
        def __bool__(self) -> bool:
            return is_api_call.get()

    app_module.AUTH = OfThisRequest()

    async def app(scope, receive, send):
        is_api_call.set(scope["type"] == "http" and scope["path"].startswith("/_aws/execute-api/"))
        await app_module.app(scope, receive, send)

    return app


async def serve() -> None:
    # First, because the app's modules import what this replaces.
    give_each_function_its_own_key()
    give_target_groups_the_ids_of_aws()
    give_service_linked_roles_the_names_of_aws()
    name_resources_of_each_region_apart()
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    import ministack.app as app_module

    app = authenticate_api_calls(app_module)

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = "WARNING"

    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)

    print(f"port {listener.getsockname()[1]}", flush=True)
    await hypercorn_serve(app, config, shutdown_trigger=ended.wait)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    asyncio.run(serve())
