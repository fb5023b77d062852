assignment = "exam-relu-9"

a_parameters = 5 * 3 + 5 * 5 + 5
b_claim = False
b_reason = "V and tanh change the state."
c_h2 = 0
c_h3 = 3
d_dV = 3 / 2
d_dW = 1
d_dx1 = 0
e_gates = {"g1": "output", "g2": "forget", "g3": "update"}
e_cell_state = "The memory of the cell."
