"""The AWS CLI, imported once: each command is a process forked from this one, with this one's environment.

A line of JSON on standard input, ["iam", "list-users"], is answered by a line {"code", "stdout", "stderr"}. Says "ready" first.
"""

import gc
import json
import os
import sys
import tempfile
import traceback

import awscli.clidriver
import awscli.customizations.cloudformation.deploy  # noqa: F401
import botocore.httpsession  # noqa: F401
import botocore.parsers  # noqa: F401
import botocore.signers  # noqa: F401


def run(args):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            command(args, out, err)
        _, status = os.waitpid(pid, 0)
        texts = {}
        for name, file in (("stdout", out), ("stderr", err)):
            file.seek(0)
            texts[name] = file.read().decode()
        return {"code": os.waitstatus_to_exitcode(status), **texts}


def command(args, out, err):
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.argv = ["aws", *args]
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


# What is there already is neither looked at nor copied again in every command's process.
gc.freeze()
print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
