# A submission for the assignment exam-relu-9: check it with `grader check examples/exam-relu-9.py`.
assignment = "exam-relu-9"

a_parameters = 5 * 3 + 5 * 5 + 5

b_claim = False
b_reason = "After the product with V and the tanh, h_t is in general another vector."

c_h2 = 0
c_h3 = 3

d_dV = "3/2"
d_dW = 1
d_dx1 = 0

e_gates = {"g1": "output", "g2": "forget", "g3": "input"}
e_cell_state = "The cell state: the memory that the gates write to and erase from."
