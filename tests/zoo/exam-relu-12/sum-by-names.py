assignment = "exam-relu-12"
d, n = 4, 12
a_expression = d * n + n * n
a_parameters = 0
