"""An assignment while its author writes it: begun, and looked at in the browser.

- `begin` makes a file that is sound as it stands, with submissions to try it with;
- `view` makes the pages of one state of the file, and keeps the last sound ones; `desk` is the page
  round them, with the file's lines and what is wrong beside each;
- `serve` answers a browser on this machine, and nobody else.
"""
