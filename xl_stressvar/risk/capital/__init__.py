"""Capital rules: Basel 2.5 and FRTB."""
