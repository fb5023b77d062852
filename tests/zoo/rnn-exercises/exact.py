# Everything worked out at full precision.
import numpy as np

assignment = "rnn-exercises"


def sigma(z):
    return 1 / (1 + np.exp(-z))


e1_direction = "Unidirectional"
e2_h_equation = "W_x*x[t] + W_h*h[t-1]"
e2_y_equation = "W_y*h[t]"
e2_h1, e2_h2, e2_h3 = np.cumsum([2, -0.5, 1])
e2_y1, e2_y2, e2_y3 = e2_h1, e2_h2, e2_h3

e3_h_equation = "W_x @ x[t] + W_h*h[t-1]"
e3_y_equation = "sigmoid(W_y*h[t])"
e3_h1, e3_h2, e3_h3 = np.cumsum(np.array([[2, -2], [0, 3.5], [1, 2.2]]) @ [1, -1])
e3_y1, e3_y2, e3_y3 = sigma(np.array([e3_h1, e3_h2, e3_h3]))

e4_h_equation = "sigmoid(W_x*x[t] + W_h*h[t-1] + b_h)"
e4_y_equation = "W_y*h[t] + b_y"
e4_h1 = sigma(-1.8 + 0.4)
e4_h2 = sigma(-0.9 + 0.5 * e4_h1 + 0.4)
e4_h3 = sigma(0.8 + 0.5 * e4_h2 + 0.4)
e4_y1, e4_y2, e4_y3 = 0.25 * e4_h1, 0.25 * e4_h2, 0.25 * e4_h3

W_h = np.array([[0.5, 0.2], [0.3, 0.7]])
e5_h1 = np.tanh([[0.6], [0.1]])
e5_h2 = np.tanh(np.array([[1.2], [0.2]]) + W_h @ e5_h1)
e5_h_size, e5_y_size, e5_Wy_shape = 2, 1, (1, 2)

h, c = np.array([0.1, 0.2]), np.array([0.05, 0.1])
e6_f = sigma(np.array([0.4, -0.2]) + [[0.1, 0.3], [0.2, 0.5]] @ h + [0.1, -0.1])
e6_i = sigma(np.array([0.2, -0.3]) + [[0.4, 0.2], [-0.1, 0.3]] @ h + [0.05, -0.05])
e6_o = sigma(np.array([-0.3, 0.5]) + [[0.2, -0.2], [0.1, 0.4]] @ h + [0.02, 0.01])
e6_candidate = np.tanh(np.array([0.3, 0.1]) + [[-0.2, 0.3], [0.4, -0.1]] @ h + [0, 0.1])
e6_c = e6_f * c + e6_i * e6_candidate
e6_h = e6_o * np.tanh(e6_c)

e7_c1, e7_c2, e7_c3, e7_c4 = np.cumprod([0.9, 0.1, 0.7, 0.8])
e7_c2_new = 0.1 * 0.9 + 0.9 * 0.8
e7_h4 = 0.6 * np.tanh(2)
