"""The fixture `oktars_org` of pytest.

All tests of a process share a server, also with xdist, where each worker is a process. Each test begins with the same
state. A test with the mark `oktars` has a server of its own: `@pytest.mark.oktars(seed="demo")`.
"""

from typing import Any, Dict, Iterator

import pytest

from ._org import Org, start_org

START = "oktars: start of each test"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "oktars(**options): a local org of its own for this test, started with these options")


@pytest.fixture(scope="session")
def oktars_options() -> Dict[str, Any]:
    """The options of `start_org` for the org that tests share. Write a fixture of this name to choose them."""
    return {}


@pytest.fixture(scope="session")
def oktars_session_org(oktars_options: Dict[str, Any]) -> Iterator[Org]:
    """One org for the whole session, as the tests before left it. A fixture that fills it needs this one."""
    with start_org(**oktars_options) as org:
        yield org


@pytest.fixture(scope="session")
def oktars_start(oktars_session_org: Org) -> str:
    """The snapshot with which each test begins. Write a fixture of this name to fill the org before."""
    oktars_session_org.snapshot(START)
    return START


@pytest.fixture
def oktars_org(request: pytest.FixtureRequest) -> Iterator[Org]:
    """An org in the state in which each test begins, whatever the tests before did."""
    mark = request.node.get_closest_marker("oktars")
    if mark:
        with start_org(**mark.kwargs) as own:
            yield own
        return
    org: Org = request.getfixturevalue("oktars_session_org")
    org.restore(request.getfixturevalue("oktars_start"))
    yield org
