"""The real rules, read once."""

import pytest

from schemas.settings import config_tables
from transforms.clean import TABLES, Rules, load_rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(config_tables(TABLES))
