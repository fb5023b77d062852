# 2/3 as the program works it out.
assignment = "exam-relu-9"
h2 = 2 / 3
V, h1 = -2, 0
d_dV = h2 + V * h1
