"""Every sentence that the mathematics has for people: a table from codes to English.

Beside it nothing in `reference` is written for people; errors and misconceptions carry a code and
values, and turn into a sentence only where somebody reads them.
"""

from reference.words.message import Message, Said, Value, every, joined, say

__all__ = ["Message", "Said", "Value", "every", "joined", "say"]
