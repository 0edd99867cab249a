"""Is a sealed term found by whoever knows it whole, and does its index tell nothing else?"""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from app.core.ids import new_id
from app.vault.blind_index import blind, find, index, normalise, unindex
from app.vault.errors import KeyDestroyed, TermTaken
from app.vault.keystore import Domain
from app.vault.models import blind_indexes
from tests.vault.installation import Vault


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ａｄｍｉｎ", "admin"),
        ("  Hanako\u3000 EXAMPLE ", "hanako example"),
        ("Straße", "strasse"),
        ("０９０－００００－００００", "090-0000-0000"),
    ],
)
def test_ways_of_writing_one_term_are_compared_alike(written: str, compared: str) -> None:
    assert normalise(written) == compared


def test_letters_that_only_look_alike_stay_different() -> None:
    assert normalise("\u0430dmin") != normalise("admin")


@given(st.text())
def test_normalising_twice_changes_nothing(term: str) -> None:
    assert normalise(normalise(term)) == normalise(term)


def test_a_record_is_found_by_another_way_of_writing_its_term(vault: Vault) -> None:
    record = vault.a_record()

    vault.run(index, Domain.ISA, record.id, "name", "ヤマダ ハナコ")

    assert vault.run(find, Domain.ISA, "name", "ﾔﾏﾀﾞ\u3000ﾊﾅｺ") == [record.id]


@pytest.mark.parametrize("part", ["Hanako", "hanako exampl", "hanako example 2", "%", "_", ""])
def test_part_of_a_term_finds_nothing(vault: Vault, part: str) -> None:
    record = vault.a_record()
    vault.run(index, Domain.ISA, record.id, "name", "Hanako Example")

    assert vault.run(find, Domain.ISA, "name", part) == []


def test_a_term_is_found_under_its_own_name_and_domain_only(vault: Vault) -> None:
    record = vault.a_record()
    vault.run(index, Domain.ISA, record.id, "name", "Hanako Example")

    assert vault.run(find, Domain.ISA, "alias", "Hanako Example") == []
    assert vault.run(find, Domain.DIRECT, "name", "Hanako Example") == []


def test_one_term_under_two_names_does_not_look_the_same(vault: Vault) -> None:
    record = vault.a_record()

    vault.run(index, Domain.ISA, record.id, "name", "Hanako Example")
    vault.run(index, Domain.ISA, record.id, "alias", "Hanako Example")

    assert len(vault.run(_values)) == 2


def test_all_who_share_a_term_are_found(vault: Vault) -> None:
    records = [vault.a_record() for _ in range(3)]
    for record in records:
        vault.run(index, Domain.ISA, record.id, "phone", "090-0000-0000")

    assert vault.run(find, Domain.ISA, "phone", "090-0000-0000") == sorted(record.id for record in records)


def test_a_unique_term_cannot_be_taken_twice(vault: Vault) -> None:
    hers, his = vault.a_record(), vault.a_record()
    vault.run(index, Domain.ISA, hers.id, "digest", "abc", unique=True)

    with pytest.raises(TermTaken):
        vault.run(index, Domain.ISA, his.id, "digest", "abc", unique=True)


def test_a_unique_term_may_exist_once_in_each_domain(vault: Vault) -> None:
    hers, his = vault.a_record(Domain.ISA), vault.a_record(Domain.DIRECT)

    vault.run(index, Domain.ISA, hers.id, "digest", "abc", unique=True)
    vault.run(index, Domain.DIRECT, his.id, "digest", "abc", unique=True)

    assert vault.run(find, Domain.DIRECT, "digest", "abc") == [his.id]


def test_indexing_a_record_by_the_same_term_again_changes_nothing(vault: Vault) -> None:
    record = vault.a_record()

    vault.run(index, Domain.ISA, record.id, "digest", "abc", unique=True)
    vault.run(index, Domain.ISA, record.id, "digest", "ABC", unique=True)

    assert vault.run(find, Domain.ISA, "digest", "abc") == [record.id]


def test_a_changed_term_replaces_the_old_one(vault: Vault) -> None:
    record = vault.a_record()
    vault.run(index, Domain.ISA, record.id, "phone", "090-0000-0000")

    vault.run(unindex, record.id)
    vault.run(index, Domain.ISA, record.id, "phone", "090-0000-0001")

    assert vault.run(find, Domain.ISA, "phone", "090-0000-0000") == []
    assert vault.run(find, Domain.ISA, "phone", "090-0000-0001") == [record.id]


@pytest.mark.parametrize("term", ["", " ", "\u3000\t"])
def test_an_empty_term_is_refused(vault: Vault, term: str) -> None:
    record = vault.a_record()

    with pytest.raises(ValueError, match="empty"):
        vault.run(index, Domain.ISA, record.id, "name", term)


def test_a_record_without_a_key_cannot_be_indexed(vault: Vault) -> None:
    with pytest.raises(KeyDestroyed):
        vault.run(index, Domain.ISA, new_id(), "name", "Hanako Example")


def test_a_disposal_changes_every_value_and_survivors_are_still_found(vault: Vault) -> None:
    survivor, disposed = vault.a_record(), vault.a_record()
    for record in (survivor, disposed):
        vault.run(index, Domain.ISA, record.id, "name", "Hanako Example")
    before = vault.run(_values)

    vault.dispose(disposed)

    assert vault.run(find, Domain.ISA, "name", "hanako example") == [survivor.id]
    assert not before & vault.run(_values)


def test_the_key_in_use_confirms_no_name_in_a_copy_from_before_a_disposal(vault: Vault) -> None:
    disposed = vault.a_record()
    vault.run(index, Domain.ISA, disposed.id, "name", "Hanako Example")
    copy = vault.run(_values)

    epoch = vault.dispose(disposed).new_epoch

    assert blind(vault.key_store.index_key(Domain.ISA, epoch), "name", "hanako example") not in copy


def test_a_unique_term_of_a_disposed_record_is_free_again(vault: Vault) -> None:
    disposed = vault.a_record()
    vault.run(index, Domain.ISA, disposed.id, "digest", "abc", unique=True)
    vault.dispose(disposed)
    again = vault.a_record()

    vault.run(index, Domain.ISA, again.id, "digest", "abc", unique=True)

    assert vault.run(find, Domain.ISA, "digest", "abc") == [again.id]


def test_a_unique_term_of_a_survivor_stays_taken_after_a_disposal(vault: Vault) -> None:
    survivor = vault.a_record()
    vault.run(index, Domain.ISA, survivor.id, "digest", "abc", unique=True)
    vault.dispose()
    another = vault.a_record()

    with pytest.raises(TermTaken):
        vault.run(index, Domain.ISA, another.id, "digest", "abc", unique=True)


def _values(session: Session) -> set[bytes]:
    return set(session.execute(sa.select(blind_indexes.c.value)).scalars())
