"""What every test relies on."""

import os
import signal

from hypothesis import settings

# Before anything imports NumPy: its threads spin, and two test processes would fight over two
# cores.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# A machine that does other work is no reason to fail: speed is measured by `make bench`.
settings.register_profile("however-slow", deadline=None)
settings.load_profile("however-slow")

# Under nohup and behind `&` Ctrl-C arrives ignored, and Python leaves it so.
signal.signal(signal.SIGINT, signal.default_int_handler)
