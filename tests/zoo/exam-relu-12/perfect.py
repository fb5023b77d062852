assignment = "exam-relu-12"

a_expression = 4 * 12 + 12 * 12
a_parameters = 192
b_claim = False
b_reason = "The product with V and the tanh change it."
c_h1, c_h2, c_h3 = 0, 4, 4
d_dV = 4
d_dW = 2
d_dx1 = 0
e_gates = {"g1": "output", "g2": "forget", "g3": "update"}
e_cell_state = "cell state"
