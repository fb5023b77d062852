# Worked by hand with two decimals at every step.
import numpy as np

assignment = "sheet-pos-tagging"


def sigma(z):
    return np.round(1 / (1 + np.exp(-np.asarray(z))), 2)


W_i = np.array([[1, -1, 0], [-1, 0, 0.5]])
W_h = np.array([[0, 1], [1, 0]])
W_out = np.array([[-1, 1], [0, -1], [1, 0]])
x = np.eye(3)

e2_a1 = sigma(W_i @ x[0])
e2_a2 = sigma(np.round(W_i @ x[1] + W_h @ e2_a1, 2))
e2_a3 = sigma(np.round(W_i @ x[2] + W_h @ e2_a2, 2))
e2_y1, e2_y2, e2_y3 = (np.round(W_out @ a, 2) for a in (e2_a1, e2_a2, e2_a3))
tags = ["VBZ", "NNS", "NNP"]
e2_tags = [tags[int(np.argmax(y))] for y in (e2_y1, e2_y2, e2_y3)]

W_f = np.array([[-1, 0, 1, 0, 0], [0, 0, 0, 1, -1]])
W_g = np.array([[1, -1, 0, -1, -1], [1, 0, 1, 1, 1]])
W_C = np.array([[-1, 0, -1, 1, -1], [1, 0, 0, 1, -1]])
W_o = np.array([[0, 0, 0, 1, 1], [-1, 1, 0, 0, 1]])
h1, C1 = np.array([-0.18, 0]), np.array([-0.38, 0])
z = np.concatenate([h1, x[1]])
e3_f2, e3_i2, e3_o2 = sigma(W_f @ z), sigma(W_g @ z), sigma(W_o @ z)
e3_candidate2 = np.round(np.tanh(W_C @ z), 2)
e3_C2 = np.round(np.round(e3_f2 * C1, 2) + np.round(e3_i2 * e3_candidate2, 2), 2)
e3_h2 = np.round(e3_o2 * np.round(np.tanh(e3_C2), 2), 2)
e3_tag2 = tags[int(np.argmax(np.array([[0, 1], [0, -1], [-1, 0]]) @ e3_h2))]
