"""What the makers of this project run now and then; nothing of it is installed."""
