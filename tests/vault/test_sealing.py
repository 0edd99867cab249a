"""Do sealed fields open for their own record, in their own place, and nowhere else?"""

import math
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from sqlmodel import Session

from app.core.ids import new_id
from app.vault.errors import KeyDestroyed, Unreadable
from app.vault.keystore import Domain
from app.vault.models import record_keys
from app.vault.sealing import open_sealed, reseal, seal
from tests.vault.installation import FIELDS, Vault

_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text("山田花子ヤマダﾔﾏﾀﾞ日系四世髙﨑　・ー𠮷")
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(fields=st.dictionaries(_TEXT, _VALUES, max_size=6))
def test_whatever_was_sealed_is_opened_again(sqlite_vault: Vault, fields: dict[str, JsonValue]) -> None:
    record = sqlite_vault.a_record(fields=fields)

    opened = sqlite_vault.open(record)

    assert opened == fields


def test_sealed_fields_open_in_a_later_transaction(vault: Vault) -> None:
    record = vault.a_record()

    assert vault.open(record) == FIELDS


def test_the_same_fields_never_look_the_same_twice(vault: Vault) -> None:
    record = vault.a_record()

    again = vault.run(seal, Domain.ISA, "people", record.id, FIELDS)

    assert again != record.data


def test_a_second_seal_uses_the_key_the_record_already_has(vault: Vault) -> None:
    record = vault.a_record()

    again = vault.run(seal, Domain.ISA, "people", record.id, {"name": "Taro Example"})

    assert vault.run(open_sealed, "people", record.id, again) == {"name": "Taro Example"}
    assert vault.open(record) == FIELDS


@pytest.mark.parametrize("position", [0, 1, 12, 13, 40, -16, -1])
def test_one_altered_bit_makes_it_unreadable(vault: Vault, position: int) -> None:
    record = vault.a_record()
    altered = bytearray(record.data)
    altered[position] ^= 1

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "people", record.id, bytes(altered))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_bytes_cut_short_are_unreadable(vault: Vault, length: int) -> None:
    record = vault.a_record()

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "people", record.id, record.data[:length])


def test_bytes_moved_to_another_record_are_unreadable(vault: Vault) -> None:
    hers, his = vault.a_record(), vault.a_record()

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "people", his.id, hers.data)


def test_bytes_moved_to_another_table_are_unreadable(vault: Vault) -> None:
    record = vault.a_record()

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "animals", record.id, record.data)


def test_bytes_moved_to_another_column_are_unreadable(vault: Vault) -> None:
    record = vault.a_record()

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "people", record.id, record.data, column="notes")


def test_one_record_may_have_sealed_rows_beside_its_own(vault: Vault) -> None:
    record, row = vault.a_record(), new_id()

    data = vault.run(seal, Domain.ISA, "notes", record.id, {"note": "first"}, row=row)

    assert vault.run(open_sealed, "notes", record.id, data, row=row) == {"note": "first"}


def test_bytes_moved_between_rows_of_one_record_are_unreadable(vault: Vault) -> None:
    record, first, second = vault.a_record(), new_id(), new_id()
    data = vault.run(seal, Domain.ISA, "notes", record.id, FIELDS, row=first)

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "notes", record.id, data, row=second)


def test_a_record_key_moved_to_another_domain_is_unreadable(vault: Vault) -> None:
    record = vault.a_record(Domain.ISA)
    vault.run(_change_key, record.id, {"domain": Domain.DIRECT})

    with pytest.raises(Unreadable):
        vault.open(record)


def test_a_record_key_moved_to_another_record_is_unreadable(vault: Vault) -> None:
    hers, his = vault.a_record(), vault.a_record()
    stolen = vault.run(_wrapped_key, hers.id)
    vault.run(_change_key, his.id, {"wrapped_key": stolen})

    with pytest.raises(Unreadable):
        vault.run(open_sealed, "people", his.id, hers.data)


def test_a_record_is_never_sealed_in_a_second_domain(vault: Vault) -> None:
    record = vault.a_record(Domain.ISA)

    with pytest.raises(KeyDestroyed):
        vault.run(seal, Domain.DIRECT, "people", record.id, FIELDS)


def test_a_record_is_never_resealed_in_a_second_domain(vault: Vault) -> None:
    record = vault.a_record(Domain.ISA)

    with pytest.raises(KeyDestroyed):
        vault.run(reseal, Domain.DIRECT, "people", record.id, FIELDS)


def test_reseal_makes_no_key(vault: Vault) -> None:
    with pytest.raises(KeyDestroyed):
        vault.run(reseal, Domain.ISA, "people", new_id(), FIELDS)


def test_reseal_keeps_to_the_key_of_the_record(vault: Vault) -> None:
    record = vault.a_record()

    changed = vault.run(reseal, Domain.ISA, "people", record.id, {"name": "Jiro Example"})

    assert vault.run(open_sealed, "people", record.id, changed) == {"name": "Jiro Example"}


@pytest.mark.parametrize("value", [math.nan, math.inf, "\ud800"])
def test_what_json_cannot_carry_is_not_sealed(vault: Vault, value: JsonValue) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogates"):
        vault.a_record(fields={"value": value})


def test_a_key_is_not_remembered_beyond_its_transaction(vault: Vault) -> None:
    record = vault.a_record()

    with Session(vault.engine, info={"key_store": vault.key_store}) as session:
        open_sealed(session, "people", record.id, record.data)
        session.commit()
        session.execute(sa.delete(record_keys))

        with pytest.raises(KeyDestroyed):
            open_sealed(session, "people", record.id, record.data)


def test_a_key_made_in_a_savepoint_that_was_undone_is_made_again(vault: Vault) -> None:
    record_id = new_id()

    with Session(vault.engine, info={"key_store": vault.key_store}) as session:
        with session.begin_nested() as savepoint:
            seal(session, Domain.ISA, "people", record_id, FIELDS)
            savepoint.rollback()
        data = seal(session, Domain.ISA, "people", record_id, FIELDS)
        session.commit()

    assert vault.run(open_sealed, "people", record_id, data) == FIELDS


def _change_key(session: Session, record_id: UUID, values: dict[str, object]) -> None:
    session.execute(sa.update(record_keys).where(record_keys.c.record_id == record_id).values(values))


def _wrapped_key(session: Session, record_id: UUID) -> object:
    return session.execute(sa.select(record_keys.c.wrapped_key).where(record_keys.c.record_id == record_id)).scalar()
