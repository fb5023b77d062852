#!/bin/bash
# Dask's `wait` does not ask a future for the client that it belongs to.
#
# A future knows its client: `future.result(timeout=...)` and `future.done()` work with
# `Client(address, set_as_default=False)`, which is what a library takes so that it does not change
# its caller's default.  `distributed.wait([future], timeout=...)` looks for the default client and
# raises ValueError "No clients found", although the cluster runs and the future is pending; code
# that reads an error there as a lost scheduler gives up at once.  So grader makes its client the
# default one, and takes no ValueError for the loss of a scheduler.
set -e
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" -q install distributed==2026.8.0
cat > "$room/try.py" <<'PY'
import time

import distributed
from distributed import Client, LocalCluster, wait


def slow():
    time.sleep(3)
    return 1


if __name__ == "__main__":
    print("distributed", distributed.__version__)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster.scheduler_address, set_as_default=False) as client:
            future = client.submit(slow)
            try:
                wait([future], timeout=10)
            except ValueError as error:
                said = str(error).splitlines()[0]
            else:
                raise SystemExit("wait found the future's own client: this has changed")
            print("wait:", said)
            print("status:", client.status, future.status)
            assert said == "No clients found", said
            assert client.status == "running"
            assert future.client is client
            assert future.result(timeout=30) == 1  # the future itself has no such trouble
            print("result:", 1)
PY
"$room/venv/bin/python" "$room/try.py"
# Seen: wait: No clients found / status: running pending / result: 1
