"""Files on disk: what strangers bring is looked at safely, what we write is whole or not there."""
