"""Excel on the web, on the Mac and on PCs where nothing may be installed: the functions in the browser's Python."""
