"""Words for people: values shown in a line, and every sentence that somebody reads."""
