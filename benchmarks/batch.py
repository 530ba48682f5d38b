"""The firm-wide run against the matrix product that it cannot do without, its memory and its workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Result, medians
from xl_stressvar.batch import engines
from xl_stressvar.batch.example import write_example
from xl_stressvar.batch.job import Job, read_job
from xl_stressvar.batch.plan import fingerprint_of, load_plan, make_folder, make_plan
from xl_stressvar.batch.work import Task, work

DAYS, FACTORS, HELD, BLOCK = 10_000, 500, 40, 1000
JOB = f"""
returns = "returns.parquet"
positions = "positions.parquet"
out = "out"
block = {BLOCK}
[[measure]]
name = "worst"
window = "WORST"
confidence = 0.99
"""
#: A whole run in a process of its own: seconds of processor time and of the clock, peak memory.
WHOLE = """
import json, sys, time
from pathlib import Path
from xl_stressvar.batch import engines
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.run import run
if __name__ == "__main__":
    began, workers = time.perf_counter(), int(sys.argv[2])
    run(read_job(Path(sys.argv[1])), engines.pool(workers) if workers else engines.here, resume=False)
    status = Path("/proc/self/status").read_text()  # as Linux has it
    peak = int(status.partition("VmHWM:")[2].split()[0]) << 10
    print(json.dumps([time.process_time(), time.perf_counter() - began, peak]))
"""


def job(folder: Path, portfolios: int, days: int = DAYS, factors: int = FACTORS) -> Path:
    """A job on generated data without a hierarchy."""
    path = write_example(folder, portfolios, days, factors, HELD)
    path.write_text(JOB, "utf-8")
    return path


def planned(path: Path) -> tuple[Job, str]:
    found = read_job(path)
    make_folder(found.out)
    fingerprint, facts = fingerprint_of(found)
    make_plan(found, fingerprint, facts)
    (found.out / "parts").mkdir(exist_ok=True)
    return found, fingerprint


def whole(path: Path, workers: int = 0) -> tuple[float, float, float]:
    """Seconds of processor time, of the clock, and bytes at the most."""
    subprocess.run(["rm", "-rf", str(path.parent / "out")], check=True)
    done = subprocess.run(
        [sys.executable, "-c", WHOLE, str(path), str(workers)],
        stdout=subprocess.PIPE, text=True, check=True, env=os.environ | engines.ONE_THREAD,
    )  # fmt: skip
    cpu, clock, peak = json.loads(done.stdout)
    return cpu, clock, peak


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return [*_block(Path(folder) / "block"), *_growth(Path(folder)), *_workers(Path(folder))]


def _block(folder: Path) -> list[Result]:
    """One block, as all others of the 50,000 are: positions to a written part."""
    found, fingerprint = planned(job(folder, BLOCK))
    plan = load_plan(str(found.out), fingerprint)
    task = Task(str(found.out), fingerprint, plan.blocks[0])
    weights, returns = plan.weights(0, BLOCK), plan.history.values.T
    took = medians({"block": lambda: work(task), "product": lambda: weights @ returns}, rounds=5)
    what = f"{BLOCK:,} portfolios x {DAYS:,} days x {FACTORS}: WORST, VaR, ES, components, written"
    return [Result(what, took["block"], "the matrix product alone", took["product"], 1.25)]


def _growth(folder: Path) -> list[Result]:
    """Ten times the portfolios: of time, less what a run takes with none to speak of; of memory."""
    few, many = job(folder / "few", 1000, 2500, 100), job(folder / "many", 10_000, 2500, 100)
    (cpu, _, peak), (cpu_many, _, peak_many) = whole(few), whole(many)
    limit = 400e6 + 16 * BLOCK * 2500
    return [
        Result("10,000 portfolios x 2,500 days x 100", cpu_many, "10 x 1,000 of them", 10 * cpu, 1.05),
        Result("memory of 10,000", peak_many, "of 1,000", peak, 1.1, "bytes, not seconds"),
        Result("memory of 10,000", peak_many, "400 MB + 16 bytes a day of a block", limit, 1.0,
               "bytes, not seconds"),
    ]  # fmt: skip


def _workers(folder: Path) -> list[Result]:
    """By the clock: of use on a machine that does nothing else."""
    path = job(folder / "workers", 8000, 5000, 200)
    one, two = whole(path, 1)[1], whole(path, 2)[1]
    note = f"by the clock, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    return [Result("8,000 x 5,000 x 200, two workers", two, "one worker", one, 1 / 1.8, note)]
