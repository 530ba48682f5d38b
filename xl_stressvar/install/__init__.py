"""What makes Excel on Windows find us: registration, the add-in's place, and the check of both."""
