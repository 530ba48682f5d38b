Attribute VB_Name = "StressVarTexts"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit
Option Private Module

Public Const SV_VERSION As String = "0.1.0"
Public Const SV_SEVERAL_AREAS As String = "{place} is a selection of several areas. Select one block of cells."
Public Const SV_ENGINE_GONE As String = "The engine behind Excel does not answer. Choose Recalculate on the StressVaR tab; if that does not help, run: xl-stressvar install."
Public Const SV_ENGINE_NOT_FOUND As String = "Excel finds no StressVaR engine (error {number}). Run: xl-stressvar install. An Excel that runs as administrator does not see what was installed for one user: start Excel normally."
Public Const SV_ENGINE_NOT_STARTED As String = "The engine behind Excel does not start (error {number}). Run: xl-stressvar doctor, which says why; then choose Recalculate on the StressVaR tab."
Public Const SV_NEEDS_WINDOWS As String = "This add-in needs Excel on Windows. On a Mac use LibreOffice, or recalculate the book with: xl-stressvar calc."
Public Const SV_STOPPED As String = "The calculation was stopped with Esc. Choose Recalculate on the StressVaR tab."
Public Const SV_NO_EXPLANATION As String = "Nothing is recorded for this cell. Recalculate it, then ask again."
Public Const SV_BUG As String = "{function} met something it was not built for ({what}). Please report this formula with its inputs."
