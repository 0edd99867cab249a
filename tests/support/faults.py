"""What does a problem say is wrong? Its faults by place and code, apart from their words."""

import httpx2 as httpx


def faults_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return pointer and code of each fault of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
