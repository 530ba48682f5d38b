"""What Excel does and the calculation engine does not, a module a rule."""
