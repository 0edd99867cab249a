"""Does the whole story run, over real HTTP, with a restart in the middle?"""

import pytest

from app.tour.story import tell


def test_the_tour_keeps_the_memorandum_end_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    code = tell()

    told = capsys.readouterr().out
    assert code == 0, told
    assert told.count("2(4)") >= 6
