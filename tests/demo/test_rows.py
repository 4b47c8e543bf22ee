"""行标识。"""

from __future__ import annotations

from uuid import UUID

import numpy as np

from yimen.demo.rows import row_ids


def test_row_ids_are_ordered_different_and_of_version_seven():
    made = row_ids(np.random.default_rng(1), 10_000, 1_790_000_000_000).to_pylist()

    assert len(set(made)) == 10_000
    assert made == sorted(made)
    assert {(UUID(text).version, UUID(text).variant) for text in made} == {(7, "specified in RFC 4122")}
    assert all(str(UUID(text)) == text for text in made[:50])
