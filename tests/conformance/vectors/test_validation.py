"""Every function and method has an outside source, and the generated pages are up to date."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, ROOT, failed
from tools.generate.__main__ import TARGETS
from tools.generate.differences import differences
from tools.generate.validation import REFUSED, WITHOUT, unsigned, validation, wanted
from tools.generate.vectors import load
from xl_stressvar.catalogue import CATALOGUE


def test_every_function_and_method_has_a_source_or_one_of_few_reasons() -> None:
    covered = {(v.function, v.method) for v in load(ROOT)}
    without = [name for name, method in wanted() if (name, method) not in covered]
    assert len(without) <= 5
    assert set(without) <= WITHOUT.keys()


def test_generate_names_the_lines_that_the_contract_lacks() -> None:
    contract = (ROOT / "tests" / "unit" / "contract.txt").read_text("utf-8")
    assert unsigned(contract) == []
    less = contract.replace("KUPIEC_TEST(", "# KUPIEC_TEST(")
    assert unsigned(less) == [CATALOGUE["KUPIEC_TEST"].signature]


def test_generate_asks_for_the_parts_of_a_function_before_minutes_are_spent() -> None:
    assert list(TARGETS)[:2] == ["validation", "bad-inputs"]


def test_the_methods_left_out_are_refused() -> None:
    for function, methods in REFUSED.items():
        assert function in CATALOGUE
        for method in methods:
            error, _ = failed(function, [[0.01], [-0.01]] * 100, 1.0, OMITTED, 0.99, 1.0, method)
            assert error == "#VALUE!"


@pytest.mark.parametrize(
    ("page", "made"), [("validation", validation), ("differences", differences)]
)
@pytest.mark.slow
def test_the_page_is_up_to_date(page, made) -> None:
    written = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    assert made(ROOT) == written, "make generate"
