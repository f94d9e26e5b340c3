"""Serve moto's IAM with the users described on standard input (a JSON list, instants in ISO 8601), and print its port.

moto cannot set the age of a credential over its API, so its objects are filled in here. Ends with standard input.
"""

import json
import sys
from datetime import datetime, timezone

from moto.iam.models import AccessKeyLastUsed, iam_backends
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

ACCOUNT = "123456789012"


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).replace(tzinfo=None)


def add_user(iam, entry):
    user = iam.create_user("us-east-1", entry["name"], tags=entry.get("tags"))
    user.id = entry["id"]
    user.create_date = instant(entry["created"])
    if "password" in entry:
        user.password = "x"
        last_used = entry["password"].get("lastUsed")
        user.password_last_used = instant(last_used) if last_used else None
    for described in entry.get("accessKeys", []):
        key = iam.create_access_key(entry["name"], prefix="AKIA", status="Active" if described["active"] else "Inactive")
        key.access_key_id = described["id"]
        key.create_date = instant(described["created"])
        if "lastUsed" in described:
            key.last_used = AccessKeyLastUsed(instant(described["lastUsed"]), "s3", "us-east-1")


server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
backend = iam_backends[ACCOUNT]["aws"]
for user_entry in json.loads(sys.stdin.readline()):
    add_user(backend, user_entry)
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
