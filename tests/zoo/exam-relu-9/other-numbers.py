# Numbers of every type that a program may hold.
from decimal import Decimal
from fractions import Fraction

import numpy as np

assignment = "exam-relu-9"
a_parameters = np.int64(45)
b_claim = np.bool_(False)
c_h2 = np.maximum(0, np.array(-9.0))
c_h3 = np.array([3.0])
d_dV = Fraction(3, 2)
d_dW = Decimal("1.0")
d_dx1 = np.float32(0)
