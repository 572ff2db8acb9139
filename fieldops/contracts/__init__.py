"""What was promised: typed contracts and teams, and the rules between documents. No I/O."""
