"""The pages of the manual that are made from the code: nothing in them is written twice."""
