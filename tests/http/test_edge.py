"""What does a caller without rights see of the service? The public pages, problems, and the same headers everywhere."""

import pytest
from fastapi.routing import APIRoute

from app.http.protocol_head import METHODS
from tests.contract.test_routes import PUBLIC
from tests.support.process import Running
from tests.support.serving import the_app

NEEDLE = "Zqxjkvbw"
ORIGINS = ["null", "https://evil.example", "https://matching.example.evil.example", "http://127.0.0.1"]
PAGES = {"/docs", "/redoc", "/openapi.json"}
ALWAYS = {"x-request-id", "x-content-type-options", "strict-transport-security", "date"}


def send(service: Running, line: str, *fields: str) -> bytes:
    """Send a request without a body and return the answer."""
    head = [line, "Host: matching.example", "Connection: close", *fields, "", ""]
    return service.tell("\r\n".join(head).encode())


@pytest.mark.parametrize(
    "method", ["TRACE", "OPTIONS", "DELETE", "PURGE", "PROPFIND", "BREW", "get", "M-SEARCH", NEEDLE]
)
def test_case_77_another_method_is_told_all_that_the_path_answers(method: str, service: Running) -> None:
    answer = send(service, f"{method} /v1/agreements HTTP/1.1", f"X-Needle: {NEEDLE}")

    assert answer.startswith(b"HTTP/1.1 405 ")
    assert b"allow: GET, POST\r\n" in answer
    assert NEEDLE.encode() not in answer


@pytest.mark.parametrize("line", ["OPTIONS * HTTP/1.1", "CONNECT evil.example:443 HTTP/1.1", "CONNECT /v1 HTTP/1.1"])
def test_case_77_a_request_for_no_path_is_told_all_methods(line: str, service: Running) -> None:
    answer = send(service, line, f"X-Needle: {NEEDLE}")

    assert answer.startswith(b"HTTP/1.1 405 ")
    assert f"allow: {METHODS}\r\n".encode() in answer
    assert NEEDLE.encode() not in answer


def test_case_77_all_methods_are_those_of_the_routes() -> None:
    methods = {method for route in the_app().routes if isinstance(route, APIRoute) for method in route.methods or ()}

    assert ", ".join(sorted(methods)) == METHODS


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize("origin", ORIGINS)
def test_case_78_no_other_origin_is_ever_allowed(origin: str, method: str, service: Running) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    cookie = {"Cookie": "session=1"}

    for path in ("/v1/agreements", "/healthz", "/openapi.json", "/oauth/token"):
        answer = service.ask(method, path, headers={"Origin": origin, **preflight, **cookie})
        assert [name for name in answer.headers if name.startswith("access-control-")] == []


@pytest.mark.parametrize("path", ["/debug", "/.git/config", "/v0", "/", "/v1", "/%2e%2e/etc/passwd", "//healthz"])
def test_case_79_there_is_nothing_else(path: str, service: Running) -> None:
    assert service.ask("GET", path).status_code == 404


def test_case_79_figures_are_for_the_operator(service: Running) -> None:
    assert service.ask("GET", "/metrics").status_code == 401


def test_case_79_only_what_is_public_answers_without_a_token(service: Running) -> None:
    paths = service.ask("GET", "/openapi.json").json()["paths"]
    open_to_all = {
        path
        for path, methods in paths.items()
        for method in methods
        if service.ask(method, path.replace("{", "").replace("}", "")).status_code not in {401, 404}
    }

    assert open_to_all - PUBLIC == set()
    assert all(service.ask("GET", page).is_success for page in PAGES)


@pytest.mark.parametrize(
    "line",
    [
        "GET /healthz HTTP/1.1",
        "GET /v1/agreements HTTP/1.1",
        "GET /nowhere HTTP/1.1",
        "TRACE /healthz HTTP/1.1",
        "GET /docs HTTP/1.1",
        "GET /healthz HTTP/3.0",
        "CONNECT a:1 HTTP/1.1",
        f"GET /{'a' * 9000} HTTP/1.1",
    ],
)
def test_case_80_every_answer_has_the_headers_and_no_banner(line: str, service: Running) -> None:
    head = send(service, line).partition(b"\r\n\r\n")[0].decode().lower()
    names = {field.partition(":")[0] for field in head.split("\r\n")[1:]}

    assert names >= ALWAYS
    assert "cache-control" in names
    assert "server" not in names


BEARER = "Authorization: Bearer "
TOKENS = {
    "64 kB": ([BEARER + "a" * 65_536], b"431"),
    "200 headers": ([BEARER + "a"] * 200, b"400"),
    "two headers": ([BEARER + "a"] * 2, b"400"),
    "two alike by case": ([BEARER + "a", BEARER.lower() + "a"], b"400"),
    "101 fields": (["X-A: 1"] * 99, b"431"),
    "line of 9 kB": ([], b"414"),
}


@pytest.mark.parametrize(("fields", "status"), TOKENS.values(), ids=TOKENS.keys())
def test_case_16_too_much_of_a_header_is_refused(fields: list[str], status: bytes, service: Running) -> None:
    target = "/v1/agreements" if fields else "/" + "a" * 9000

    assert send(service, f"GET {target} HTTP/1.1", *fields)[9:12] == status


@pytest.mark.parametrize("path", ["/v1/agreements", "/v1/nowhere", "/oauth/token", "/healthz"])
def test_case_17_a_token_elsewhere_than_in_its_header_is_no_token_and_nowhere_logged(
    path: str,
    service: Running,
) -> None:
    answers = [
        service.ask("GET", f"{path}?access_token={NEEDLE}"),
        service.ask("GET", path, headers={"Cookie": f"access_token={NEEDLE}"}),
        service.ask("POST", path, json={"access_token": NEEDLE}),
        service.ask("POST", path, data={"access_token": NEEDLE}),
    ]

    assert path == "/healthz" or all(answer.is_client_error for answer in answers)
    assert [answer for answer in answers if NEEDLE in answer.text] == []
    assert NEEDLE not in service.log
