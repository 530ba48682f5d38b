"""Pure numerics on float64 arrays and the domain. Knows no cell and no host."""
