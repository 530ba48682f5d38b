"""LibreOffice: the Calc add-in.

addin.py    the UNO component; copied into the .oxt, runs inside LibreOffice's Python
tokens.py   the calls of ours in a formula, and the values of their arguments
names.py    what Calc calls our functions, and its errors
host.py     LibreOffice's values to the cell algebra and back; knows no UNO
explain.py  STRESSVAR_WHY: from an address to the call in that cell, and its failure
"""
