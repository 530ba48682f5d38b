"""The firm-wide run against the matrix product that it cannot do without, and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import Result, medians
from xl_stressvar.batch import engines
from xl_stressvar.batch.example import write_example
from xl_stressvar.batch.job import Job, read_job
from xl_stressvar.batch.plan import fingerprint_of, load_plan, make_folder, make_plan
from xl_stressvar.batch.work import Task, work

DAYS, FACTORS, HELD, BLOCK = 10_000, 500, 40, 1024
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
#: A whole run in a process of its own: seconds of processor time, of the clock, and until the first
#: block, peak memory; and what a product of one block takes, between blocks, if asked for.
WHOLE = """
import json, statistics, sys, time
from pathlib import Path
import numpy as np
from xl_stressvar.batch import engines
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.run import run
if __name__ == "__main__":
    path, workers, shape = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    began, planning, taken = time.perf_counter(), [], []
    if shape:
        block, days, factors = shape
        weights, returns = np.ones((block, factors)), np.full((days, factors), 0.5)

    def product(done, of):
        planning.append(time.process_time())
        if shape and done and (len(planning) % 5 == 1 or of < 10_000):
            start = time.process_time()
            weights @ returns.T
            taken.append(time.process_time() - start)

    engine = engines.Pool(workers) if workers else engines.here
    run(read_job(path), engine, resume=False, progress=product)
    status = Path("/proc/self/status").read_text()  # as Linux has it
    peak = int(status.partition("VmHWM:")[2].split()[0]) << 10
    cpu = time.process_time() - sum(taken)
    each = statistics.median(taken) if taken else 0.0
    print(json.dumps([cpu, time.perf_counter() - began, peak, planning[0], each]))
"""


class Whole(NamedTuple):
    """A run: seconds of processor time, of the clock, and before the first block; bytes at the most.

    product: seconds of the matrix product of one block.
    """

    cpu: float
    clock: float
    peak: float
    planning: float
    product: float


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


def whole(path: Path, workers: int = 0, *, products: bool = False) -> Whole:
    """A run in a process of its own; products: with some taken between the blocks."""
    subprocess.run(["rm", "-rf", str(path.parent / "out")], check=True)
    shape = [BLOCK, DAYS, FACTORS] if products else []
    done = subprocess.run(
        [sys.executable, "-c", WHOLE, str(path), str(workers), json.dumps(shape)],
        stdout=subprocess.PIPE, text=True, check=True, env=os.environ | engines.ONE_THREAD,
    )  # fmt: skip
    return Whole(*json.loads(done.stdout))


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return [*_block(Path(folder) / "block"), *_growth(Path(folder))]


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
    one, ten = whole(few), whole(many)
    limit = 400e6 + 16 * BLOCK * 2500
    return [
        Result("10,000 portfolios x 2,500 days x 100", ten.cpu, "10 x 1,000 of them", 10 * one.cpu, 1.05),
        Result("memory of 10,000", ten.peak, "of 1,000", one.peak, 1.1, "bytes, not seconds"),
        Result("memory of 10,000", ten.peak, "400 MB + 16 bytes a day of a block", limit, 1.0,
               "bytes, not seconds"),
    ]  # fmt: skip
