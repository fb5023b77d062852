"""Student kits: a sheet, a template, and an assignment file that tells no secrets.

- `stripped` takes the secrets out of an assignment, `written` writes what is left as its file;
- `folder` puts a kit on disk.
"""
