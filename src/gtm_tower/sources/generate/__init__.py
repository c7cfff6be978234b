"""Synthetic raw data for the templates: seeded, vectorised, and with the truth written beside it.

`GENERATORS` maps a template to the function that writes its tables.
"""

from gtm_tower.sources.generate import jaffle, lottery, olist, owner, saas
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Generator, Progress

GENERATORS: dict[str, Generator] = {
    "jaffle": jaffle.generate,
    "lottery": lottery.generate,
    "olist": olist.generate,
    "owner": owner.generate,
    "saas": saas.generate,
}

__all__ = ["GENERATORS", "GenerateSpec", "Generated", "Generator", "Progress"]
