"""The executive insights memo of a month: sentences with their figures, and where each is from.

`write_memo(metrics, month)` gives the memo, `render` writes it as Markdown, HTML or PDF.
"""

from gtm_tower.memo.compose import write_memo
from gtm_tower.memo.model import Figure, Memo, Section, Sentence
from gtm_tower.memo.render import FORMATS, render

__all__ = ["FORMATS", "Figure", "Memo", "Section", "Sentence", "render", "write_memo"]
