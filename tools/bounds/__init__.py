"""Files that ask for hours or break a reader, given to every command: each ends soon, with a sentence."""
