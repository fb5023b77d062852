assignment = "exam-relu-9"


def h(t):
    return max(0, -3 * h(t - 1) + 3)


c_h2 = h(2)
c_h3 = 3
