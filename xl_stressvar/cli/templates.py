"""`xl-stressvar templates`: their names and questions."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Take a copy with: xl-stressvar new TEMPLATE. Begin with start_here."


def run(options: argparse.Namespace) -> int:
    from ..templates import question, templates

    found = templates()
    width = max(map(len, found), default=0)
    for name, path in found.items():
        print(f"{name:{width}}  {question(path)}")
    return 0
