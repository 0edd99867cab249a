"""Do sealed bytes open with their key, in exactly their place?"""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.ids import new_id
from app.vault.envelope import fresh_key, open_bytes, place, seal_bytes, unwrap, wrap
from app.vault.errors import Unreadable
from app.vault.keystore import Domain

CIPHER = AESGCM(bytes(32))
ROW = UUID(int=1)
HOME = place(Domain.ISA, "people", "sealed", ROW)


def test_bytes_open_in_the_place_they_were_sealed_for() -> None:
    sealed = seal_bytes(CIPHER, HOME, b"data")

    assert open_bytes(CIPHER, HOME, sealed) == b"data"


@pytest.mark.parametrize(
    "elsewhere",
    [
        place(Domain.DIRECT, "people", "sealed", ROW),
        place(Domain.ISA, "animals", "sealed", ROW),
        place(Domain.ISA, "people", "notes", ROW),
        place(Domain.ISA, "people", "sealed", UUID(int=2)),
        place(Domain.ISA, "people", "sealed", ROW, 0),
    ],
)
def test_bytes_open_in_no_other_place(elsewhere: bytes) -> None:
    sealed = seal_bytes(CIPHER, HOME, b"data")

    with pytest.raises(Unreadable):
        open_bytes(CIPHER, elsewhere, sealed)


def test_bytes_open_with_no_other_key() -> None:
    sealed = seal_bytes(CIPHER, HOME, b"data")

    with pytest.raises(Unreadable):
        open_bytes(AESGCM(fresh_key()), HOME, sealed)


def test_what_opens_no_more_shows_nothing_of_its_bytes() -> None:
    with pytest.raises(Unreadable) as caught:
        open_bytes(CIPHER, HOME, b"\x01 Hanako Example, in clear where it should be sealed")

    assert "Hanako" not in str(caught.value)


@pytest.mark.parametrize(("domain", "epoch"), [(Domain.DIRECT, 1), (Domain.ISA, 2)])
def test_a_record_key_is_unwrapped_in_its_own_domain_and_epoch_only(domain: Domain, epoch: int) -> None:
    kek, key, record_id = fresh_key(), fresh_key(), new_id()
    wrapped = wrap(kek, Domain.ISA, 1, record_id, key)

    assert unwrap(kek, Domain.ISA, 1, record_id, wrapped) == key
    with pytest.raises(Unreadable):
        unwrap(kek, domain, epoch, record_id, wrapped)
