"""Ways of reading the tail: a module a method; `registry` lists them."""
