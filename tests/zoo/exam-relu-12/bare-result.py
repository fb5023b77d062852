assignment = "exam-relu-12"
a_expression = 192
a_parameters = 204  # with a bias
