"""What does a problem say is wrong? Its faults by place and code, and in which language its words are."""

import httpx2 as httpx

ENGLISH, JAPANESE = {"Accept-Language": "en"}, {"Accept-Language": "ja,en;q=0.5"}


def faults_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return pointer and code of each fault of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def reason_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and what a program compares: the reason of a conflict, or else the slug."""
    problem = answer.json()
    return answer.status_code, str(problem.get("reason") or problem["type"].removeprefix("/problems/"))


def in_english(words: str) -> bool:
    """Tell whether words are English; a date of an era may stand in them."""
    return words[:1].isascii() and not in_japanese(words)


def in_japanese(words: str) -> bool:
    """Tell whether words are Japanese: there is no sentence without kana."""
    return any("\u3040" <= mark <= "\u30ff" for mark in words)
