"""The real rules, read once."""

import pytest

from schemas.settings import config_table
from transforms.clean import Rules, load_rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules({name: config_table(name) for name in ("boilerplate", "agencies")})
