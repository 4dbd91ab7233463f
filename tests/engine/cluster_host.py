"""A Dask cluster on this machine: `cluster_host.py WORKERS` prints the scheduler's address, and ends when its input does.

A worker process that dies is started again. A task that dies with its worker is given up at once, as it would be after several
workers.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()
