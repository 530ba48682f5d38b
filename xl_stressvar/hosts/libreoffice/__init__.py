"""LibreOffice: the Calc add-in.

addin.py    the UNO component; copied into the .oxt, runs inside LibreOffice's Python
host.py     LibreOffice's values to the cell algebra and back; knows no UNO
explain.py  STRESSVAR_WHY: from an address to the call in that cell, and its failure
"""
