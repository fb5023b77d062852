"""The outputs of a report. Each is one module that knows the report and no other output."""
