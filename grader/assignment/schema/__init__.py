"""The file format of an assignment, as an author writes it: models for editors and for messages."""
