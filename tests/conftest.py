"""The profiles of the property tests: `pytest --hypothesis-profile=quick` tries a tenth."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("quick", max_examples=10)
