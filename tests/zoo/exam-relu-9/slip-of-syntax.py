assignment = "exam-relu-9"
c_h2 = 0
c_h3 = (3
d_dW = 1
