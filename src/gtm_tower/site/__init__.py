"""The docs site of a company's own warehouse: plain files about what is published.

`build_site(workspace, folder)` writes it; nothing of it needs a server or the network.
"""

from gtm_tower.site.builder import Site, build_site

__all__ = ["Site", "build_site"]
