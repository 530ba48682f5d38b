class F:
    def note(self,*a): pass
FAILURES=F()
def why(cell, document): return f"{cell!r} {document.Sheets.ElementNames}"
