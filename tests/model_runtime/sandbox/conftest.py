"""Give the tests somebody to run closed children as."""

from collections.abc import Callable

import pytest

from tests.model_runtime.sandbox.children import Account, ordinary_user, this_user


@pytest.fixture(scope="session", params=[this_user, ordinary_user], ids=["this_user", "ordinary_user"])
def account(request: pytest.FixtureRequest) -> Account:
    """Return each user in turn."""
    make: Callable[[], Account] = request.param
    return make()


@pytest.fixture(scope="session")
def me() -> Account:
    """Return the user that runs the tests."""
    return this_user()
