# The printed numbers, worked with three decimals at every step.
import numpy as np

assignment = "quiz-gated-cells"
A = np.array


def r3(z):
    return np.round(z, 3)


def sigma(z):
    return r3(1 / (1 + np.exp(-r3(z))))


def tanh(z):
    return r3(np.tanh(r3(z)))


q1_range, q2_compare = "c", "d"
q3_lstm_factor, q3_gru_factor, q3_gru_range = 4, 3, (-1, 1)

x, h, c = A([1, -0.5]), A([0.2, -0.4]), A([0.5, -0.3])
q4_lstm_i = sigma(A([[0.5, -0.2], [0.3, 0.8]]) @ x + A([[0.4, 0.1], [-0.6, 0.2]]) @ h + A([0.1, -0.2]))
q4_lstm_f = sigma(A([[-0.3, 0.7], [0.6, 0.4]]) @ x + A([[0.2, -0.5], [0.9, 0.3]]) @ h + A([0.3, 0.2]))
q4_lstm_o = sigma(A([[0.8, 0.1], [-0.4, 0.5]]) @ x + A([[-0.7, 0.2], [0.1, 0.6]]) @ h + A([-0.1, 0.4]))
q4_lstm_g = tanh(A([[0.6, -0.9], [0.2, -0.7]]) @ x + A([[0.3, 0.5], [-0.2, 0.8]]) @ h + A([0.2, -0.1]))
q4_lstm_c = r3(q4_lstm_f * c + q4_lstm_i * q4_lstm_g)
q4_lstm_h = r3(q4_lstm_o * tanh(q4_lstm_c))

x, h = A([0.5, -1]), A([0.6, -0.2])
q5_gru_r = sigma(A([[0.4, -0.3], [-0.5, 0.2]]) @ x + A([[0.7, 0.1], [0.3, -0.6]]) @ h + A([0.1, -0.3]))
q5_gru_z = sigma(A([[-0.2, 0.6], [0.8, 0.3]]) @ x + A([[0.5, -0.4], [0.2, 0.9]]) @ h + A([-0.2, 0.1]))
q5_gru_candidate = tanh(
    A([[0.9, -0.5], [0.3, 0.7]]) @ x + A([[0.6, 0.2], [-0.8, 0.4]]) @ (q5_gru_r * h) + A([0.3, -0.1])
)
q5_gru_h = r3((1 - q5_gru_z) * h + q5_gru_z * q5_gru_candidate)

x, h = A([0.4, -0.6]), A([0.5, 0.3])
z = sigma(A([[0.7, -0.2], [0.1, 0.5]]) @ x + A([0.2, -0.3]))
r = sigma(A([[-0.4, 0.3], [0.6, 0.8]]) @ x + A([[0.5, -0.7], [0.2, 0.4]]) @ h + A([0.1, 0.3]))
candidate = tanh(A([[0.8, -0.3], [0.4, 0.6]]) @ (r * h) + tanh(x) + A([-0.2, 0.1]))
q6_mut_h = r3(candidate * z + h * (1 - z))

xs = [A([1, 0.5]), A([-0.5, 2])]
W, U, b = A([[0.3, -0.4], [0.6, 0.2]]), A([[0.5, 0.1], [-0.2, 0.7]]), A([0.1, -0.2])
q7_forward_h2 = tanh(W @ xs[1] + U @ tanh(W @ xs[0] + b) + b)
W, U, b = A([[-0.5, 0.3], [0.4, 0.1]]), A([[0.2, 0.6], [0.8, -0.3]]), A([0.2, 0.3])
q7_backward_h1 = tanh(W @ xs[0] + U @ tanh(W @ xs[1] + b) + b)

xs = [A([0.5, 1]), A([-1, 0.2])]
W1, U1, b1 = A([[0.4, -0.6], [0.7, 0.3]]), A([[0.2, 0.5], [-0.3, 0.6]]), A([0.1, 0.2])
W2, U2, b2 = A([[0.8, -0.2], [0.5, 0.9]]), A([[-0.4, 0.3], [0.6, 0.1]]), A([-0.1, 0.3])
first = tanh(W1 @ xs[0] + b1)
below = tanh(W2 @ first + b2)
second = tanh(W1 @ xs[1] + U1 @ first + b1)
q8_layer2_h2 = tanh(W2 @ second + U2 @ below + b2)

xs = [1, -2, 0.5]
As = A([[[0.5, 0.1], [0.2, 0.4]], [[0.3, -0.2], [0.1, 0.6]], [[0.7, 0.2], [-0.1, 0.5]]])
Bs, Cs = A([[1, 0.5], [0.4, -0.3], [0.8, 0.6]]), A([[0.5, 1], [1, -0.5], [0.6, 0.4]])
h = np.zeros(2)
for t in range(3):
    h = r3(As[t] @ h + Bs[t] * xs[t])
q9_ssm_y = float(r3(Cs[2] @ h))

h = [0.2]
for value in [1, -0.4, 0.6]:
    h.append(float(tanh(0.5 * value + 0.8 * h[-1] + 0.1)))
slope = [1 - r3(state**2) for state in h]
q10_jacobian = r3(slope[3] * 0.8 * slope[2] * 0.8)
q10_dL_dW = r3(slope[3] * (h[2] + 0.8 * slope[2] * (h[1] + 0.8 * slope[1] * h[0])))

q11_perplexity = 97.7
q12_clipped = [1.2, -1.6]
