"""What is written from the catalogue: VBA, add-ins, workbooks, the reference."""
