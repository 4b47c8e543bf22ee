"""Numbers that nobody has: ID numbers of address 99, phones of a range never given to people, accounts, plates, codes.

All have the shape and the check digits of real ones, so that nothing in the platform needs to look away.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.core.ids import CHECKS, CREDIT_ALPHABET, CREDIT_WEIGHTS, WEIGHTS
from yimen.demo.text import ZERO, Array, digits, from_bytes, joined, ymd

# The table of Damm's check digit, as in `intake.numbers`; a test holds the two together.
_DAMM = (
    np.frombuffer(
        b"0317598642"
        b"7092154863"
        b"4206871359"
        b"1750983426"
        b"6123045978"
        b"3674209581"
        b"5869720134"
        b"8945362017"
        b"9438617205"
        b"2581436790",
        np.uint8,
    ).reshape(10, 10)
    - ZERO
)
_CHECK_CODES = np.frombuffer(CHECKS.encode(), np.uint8)
_CREDIT_CODES = np.frombuffer(CREDIT_ALPHABET.encode(), np.uint8)
_PLATE_CODES = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", np.uint8)


def resident_ids(address: Array, birth: Array, male: Array) -> pa.Array:
    """Valid, unique eighteen-character numbers for people of these addresses (99xxxx), births and sexes."""
    year, month, day = ymd(birth)
    sequence = _sequence(address, birth, male)
    body = np.concatenate(
        [digits(address, 6), digits(year, 4), digits(month, 2), digits(day, 2), digits(sequence, 3)], axis=1
    )
    check = (body.astype(np.int64) @ np.array(WEIGHTS)) % 11
    return from_bytes(np.column_stack([body + ZERO, _CHECK_CODES[check]]))


def _sequence(address: Array, birth: Array, male: Array) -> Array:
    """Three digits, odd for men: people of one address, day and sex are numbered from a scattered start."""
    day = birth.astype("datetime64[D]").astype(np.int64)
    key = (address.astype(np.int64) * 100_000 + day + 50_000) * 2 + male
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - start
    if rank.size and rank.max() >= 500:
        raise ValueError("more than 500 people of one address, day and sex: give the county more addresses")
    return (key * 2_654_435_761 % 499 + rank) % 500 * 2 + male


def old_numbers(numbers: pa.Array) -> pa.Array:
    """The fifteen-digit form that old records still carry: no century, no check character."""
    text = np.frombuffer(numbers.cast(pa.binary(18)).buffers()[1], np.uint8).reshape(-1, 18)
    return from_bytes(text[:, [*range(6), *range(8, 17)]])


def phones(index: Array) -> pa.Array:
    """Eleven digits that begin 1410, a range for machines, so no person is ever called."""
    scattered = index.astype(np.int64) * 7_919_117 % 10_000_000
    return from_bytes(
        np.column_stack([np.tile(digits(np.array([1410]), 4), (len(index), 1)), digits(scattered, 7)]) + ZERO
    )


def bank_accounts(index: Array, bank: Array) -> pa.Array:
    """Nineteen digits that begin 99 (no bank's), with the check digit of Luhn."""
    body = np.column_stack(
        [
            np.full((len(index), 2), 9),
            digits(bank, 2),
            digits(index.astype(np.int64) * 1_000_003 % 10**14, 14),
        ]
    )
    doubled = body.astype(np.int64)
    doubled[:, 1::2] *= 2
    doubled -= 9 * (doubled > 9)
    # Counted from the right, the digit next to the check digit is doubled: 18 digits, so the odd positions are.
    check = -doubled.sum(axis=1) % 10
    return from_bytes(np.column_stack([body, check]).astype(np.uint8) + ZERO)


def plates(index: Array, head: str = "鲁Q") -> pa.Array:
    """Plates with a letter I after the city, which is never issued."""
    scattered = index.astype(np.int64) * 611_953 % 34**4
    places = scattered[:, None] // 34 ** np.arange(3, -1, -1) % 34
    prefix = np.tile(np.frombuffer(f"{head}I".encode(), np.uint8), (len(index), 1))
    return from_bytes(np.column_stack([prefix, _PLATE_CODES[places]]))


def credit_codes(index: Array, head: str = "92990101") -> pa.Array:
    """Unified social credit codes of a place that does not exist."""
    alphabet = np.array([CREDIT_ALPHABET.index(c) for c in head])
    body = np.column_stack([np.tile(alphabet, (len(index), 1)), digits(index.astype(np.int64), 9)]).astype(
        np.int64
    )
    check = -(body @ np.array(CREDIT_WEIGHTS)) % 31
    return from_bytes(_CREDIT_CODES[np.column_stack([body, check])])


def file_numbers(kind: str, day: Array, index: Array) -> pa.Array:
    """Numbers of files as `intake.numbers` makes them (JT-261101-0000-0018), here counted instead of drawn."""
    year, month, of_month = ymd(day)
    body = np.concatenate(
        [digits(n, w) for n, w in ((year, 2), (month, 2), (of_month, 2), (index, 7))], axis=1
    )
    check = np.zeros(len(index), np.uint8)
    for place in body.T:
        check = _DAMM[check, place]
    text = from_bytes(np.column_stack([body, check]) + ZERO)
    parts = [pc.utf8_slice_codeunits(text, start, stop) for start, stop in ((0, 6), (6, 10), (10, 14))]
    return joined(kind, "-", parts[0], "-", parts[1], "-", parts[2])
