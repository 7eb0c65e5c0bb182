"""Sends a signed GET request, and prints the status and the fields of the answer. Arguments: URL, access key, secret."""

import json
import sys
import urllib.request

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

url, key, secret = sys.argv[1:]
request = AWSRequest(method="GET", url=url)
SigV4Auth(Credentials(key, secret), "execute-api", "us-east-1").add_auth(request)
with urllib.request.urlopen(urllib.request.Request(url, headers=dict(request.headers))) as answer:
    print(answer.status, *sorted(json.load(answer)))
