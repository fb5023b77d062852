"""What every test relies on."""

import os

# Before anything imports NumPy: its threads spin, and two test processes would fight over two
# cores.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
