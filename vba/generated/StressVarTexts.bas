Attribute VB_Name = "StressVarTexts"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit
Option Private Module

Public Const SV_VERSION As String = "0.1.0"
Public Const SV_SEVERAL_AREAS As String = "{place} is a selection of several areas. Select one block of cells."
Public Const SV_ENGINE_GONE As String = "The engine behind Excel does not answer. Choose Recalculate on the StressVaR tab; if that does not help, run: xl-stressvar install."
Public Const SV_NO_EXPLANATION As String = "Nothing is recorded for this cell. Recalculate it, then ask again."
Public Const SV_BUG As String = "{function} met something it was not built for ({what}). Please report this formula with its inputs."
