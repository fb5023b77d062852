"""What is said to authors of assignment files: a sentence, mostly with its remedy."""
