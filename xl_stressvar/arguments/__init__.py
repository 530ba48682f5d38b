"""How an argument is read: the kinds that turn cells into what functions take."""
