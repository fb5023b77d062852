assignment = "exam-relu-9"
c_h2 = 0
h1 = 6 / 0
c_h3 = 3
d_dV = h1 + 1.5
