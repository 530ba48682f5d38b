Attribute VB_Name = "StressVarCatalogue"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit
Option Private Module

Public Function SvFunctionNames() As Variant
    SvFunctionNames = Split("CRISIS_WINDOWS CRISIS_RETURNS CRISIS_CHANGES CRISIS_SHOCKS CLEAN_PRICES CLEAN_REPORT TO_RETURNS OVERLAPPING_RETURNS" _
        & " " & "IN_CURRENCY ALIGN_HISTORY HISTORY_CHECK PROXY_HISTORY PROXY_FIT FILL_HISTORY FILL_FIT LOAD_HISTORY" _
        & " " & "WINDOW_REVIEW WINDOW_REPORT CRISIS_VOL CRISIS_CORR CRISIS_COV NEAREST_CORR STRESS_CORR PARAM_VAR" _
        & " " & "PORTFOLIO_VAR CURRENT_VAR CURRENT_ES STRESSED_VAR STRESSED_ES STRESS_RATIO STRESSED_VAR_TABLE WORST_WINDOW" _
        & " " & "WINDOW_RANKING WINDOW_SERIES VAR_SERIES RATIO_SERIES STRESS_REPORT VAR_CONTRIBUTION GROUP_CONTRIBUTION WHAT_IF" _
        & " " & "PROXY_VAR STRESS_ATTRIBUTION VAR_INTERVAL APPROX_STRESSED_VAR CAPITAL_REQ CAPITAL_MULTIPLIER CAPITAL_CHECK LIQUIDITY_ES" _
        & " " & "FRTB_STRESSED_ES FRTB_IMCC FRTB_SES FRTB_CAPITAL BACKTEST_VAR BACKTEST_STRESSED_VAR VAR_EXCEPTIONS KUPIEC_TEST" _
        & " " & "CHRISTOFFERSEN_TEST TRAFFIC_LIGHT BACKTEST_ES PLA_TEST RFET GRID_PNL OPTION_VALUE OPTION_PNL" _
        & " " & "BOND_VALUE BOND_PNL DELTA_GAMMA_PNL SCENARIO_PNL SCENARIO_PROPAGATE RATE_SHOCK_PNL SPREAD_SHOCK_PNL REVERSE_STRESS" _
        & " " & "CRISIS_REPLAY SCENARIO_LIBRARY SCENARIO_TABLE LIMIT_CHECK STRESS_AUDIT STRESSVAR_WHY STRESSVAR_VERSION", " ")
End Function

' The units of a result's columns, separated by |; * repeats the last.
Public Function SvColumnUnits(ByVal functionName As String) As String
    Select Case functionName
        Case "CRISIS_WINDOWS": SvColumnUnits = "text|text|date|date|count|years|text"
        Case "CRISIS_RETURNS": SvColumnUnits = "date|percent*"
        Case "CRISIS_CHANGES": SvColumnUnits = "date|percent*"
        Case "CRISIS_SHOCKS": SvColumnUnits = "text|percent|date|percent|date|percent"
        Case "CLEAN_PRICES": SvColumnUnits = "date|number*"
        Case "CLEAN_REPORT": SvColumnUnits = "text|count|count|text|date|text"
        Case "TO_RETURNS": SvColumnUnits = "date|percent*"
        Case "OVERLAPPING_RETURNS": SvColumnUnits = "date|percent*"
        Case "IN_CURRENCY": SvColumnUnits = "date|percent*"
        Case "ALIGN_HISTORY": SvColumnUnits = "date|number*"
        Case "HISTORY_CHECK": SvColumnUnits = "count|text|text|text|date"
        Case "PROXY_HISTORY": SvColumnUnits = "date|percent*"
        Case "PROXY_FIT": SvColumnUnits = "text|ratio|percent|count|percent"
        Case "FILL_HISTORY": SvColumnUnits = "date|percent*"
        Case "FILL_FIT": SvColumnUnits = "text|count|count|percent|percent"
        Case "LOAD_HISTORY": SvColumnUnits = "text"
        Case "WINDOW_REVIEW": SvColumnUnits = "lines"
        Case "WINDOW_REPORT": SvColumnUnits = "lines"
        Case "CRISIS_VOL": SvColumnUnits = "percent"
        Case "CRISIS_CORR": SvColumnUnits = "correlation"
        Case "CRISIS_COV": SvColumnUnits = "number"
        Case "NEAREST_CORR": SvColumnUnits = "correlation"
        Case "STRESS_CORR": SvColumnUnits = "correlation"
        Case "PARAM_VAR": SvColumnUnits = "money"
        Case "PORTFOLIO_VAR": SvColumnUnits = "money"
        Case "CURRENT_VAR": SvColumnUnits = "money"
        Case "CURRENT_ES": SvColumnUnits = "money"
        Case "STRESSED_VAR": SvColumnUnits = "money"
        Case "STRESSED_ES": SvColumnUnits = "money"
        Case "STRESS_RATIO": SvColumnUnits = "ratio"
        Case "STRESSED_VAR_TABLE": SvColumnUnits = "text|date|date|count|money|money|text"
        Case "WORST_WINDOW": SvColumnUnits = "date|date|money"
        Case "WINDOW_RANKING": SvColumnUnits = "count|date|date|money|percent"
        Case "WINDOW_SERIES": SvColumnUnits = "date|date|money"
        Case "VAR_SERIES": SvColumnUnits = "date|money"
        Case "RATIO_SERIES": SvColumnUnits = "date|money|ratio"
        Case "STRESS_REPORT": SvColumnUnits = "lines"
        Case "VAR_CONTRIBUTION": SvColumnUnits = "text|money|money|percent|money|percent|money"
        Case "GROUP_CONTRIBUTION": SvColumnUnits = "count|text|money|money|percent|money"
        Case "WHAT_IF": SvColumnUnits = "lines"
        Case "PROXY_VAR": SvColumnUnits = "lines"
        Case "STRESS_ATTRIBUTION": SvColumnUnits = "text|money"
        Case "VAR_INTERVAL": SvColumnUnits = "money|money|money"
        Case "APPROX_STRESSED_VAR": SvColumnUnits = "money"
        Case "CAPITAL_REQ": SvColumnUnits = "money"
        Case "CAPITAL_MULTIPLIER": SvColumnUnits = "ratio"
        Case "CAPITAL_CHECK": SvColumnUnits = "lines"
        Case "LIQUIDITY_ES": SvColumnUnits = "money"
        Case "FRTB_STRESSED_ES": SvColumnUnits = "money"
        Case "FRTB_IMCC": SvColumnUnits = "money"
        Case "FRTB_SES": SvColumnUnits = "money"
        Case "FRTB_CAPITAL": SvColumnUnits = "money"
        Case "BACKTEST_VAR": SvColumnUnits = "lines"
        Case "BACKTEST_STRESSED_VAR": SvColumnUnits = "lines"
        Case "VAR_EXCEPTIONS": SvColumnUnits = "date|money|money|money"
        Case "KUPIEC_TEST": SvColumnUnits = "number|percent"
        Case "CHRISTOFFERSEN_TEST": SvColumnUnits = "number|percent|number|percent"
        Case "TRAFFIC_LIGHT": SvColumnUnits = "text|percent|number"
        Case "BACKTEST_ES": SvColumnUnits = "number|number|text"
        Case "PLA_TEST": SvColumnUnits = "lines"
        Case "RFET": SvColumnUnits = "lines"
        Case "GRID_PNL": SvColumnUnits = "date|money*"
        Case "OPTION_VALUE": SvColumnUnits = "money|ratio|number|money|money|money"
        Case "OPTION_PNL": SvColumnUnits = "date|money*"
        Case "BOND_VALUE": SvColumnUnits = "money|years|number|number"
        Case "BOND_PNL": SvColumnUnits = "date|money*"
        Case "DELTA_GAMMA_PNL": SvColumnUnits = "date|money*"
        Case "SCENARIO_PNL": SvColumnUnits = "money"
        Case "SCENARIO_PROPAGATE": SvColumnUnits = "percent"
        Case "RATE_SHOCK_PNL": SvColumnUnits = "money"
        Case "SPREAD_SHOCK_PNL": SvColumnUnits = "money"
        Case "REVERSE_STRESS": SvColumnUnits = "text|percent|money"
        Case "CRISIS_REPLAY": SvColumnUnits = "date|money|money|money"
        Case "SCENARIO_LIBRARY": SvColumnUnits = "text|text|percent|text"
        Case "SCENARIO_TABLE": SvColumnUnits = "text|money|text|text"
        Case "LIMIT_CHECK": SvColumnUnits = "text|money|money|percent|text|money"
        Case "STRESS_AUDIT": SvColumnUnits = "lines"
        Case "STRESSVAR_WHY": SvColumnUnits = "text"
        Case "STRESSVAR_VERSION": SvColumnUnits = "text"
    End Select
End Function

' The units of a report's lines by their labels; * stands for any ending.
Public Function SvLineUnits(ByVal functionName As String) As String
    Select Case functionName
        Case "WINDOW_REVIEW": SvLineUnits = "Start=date|End=date|Age in years=years|Review due=date"
        Case "WINDOW_REPORT": SvLineUnits = "First day=date|Last day=date|Days=count|Stressed VaR=money|Rank=count|Windows ranked=count|Worst window, first day=date|Worst window, last day=date|Worst window, VaR=money|Below the worst by=percent|Current VaR=money|Stressed to current=ratio|Age in years=years|Review due=date"
        Case "STRESS_REPORT": SvLineUnits = "Current VaR=money|Current ES=money|Stressed VaR=money|Stressed ES=money|Stressed to current=ratio|Worst built-in crisis, VaR=money|Worst window, first day=date|Worst window, last day=date|Worst window, VaR=money|Diversification benefit=money|Largest contributor, share=percent|Capital, rule max=money|Capital, rule basel2.5=money"
        Case "WHAT_IF": SvLineUnits = "Current VaR before=money|Current VaR after=money|Current VaR change=money|Stressed VaR before=money|Stressed VaR after=money|Stressed VaR change=money"
        Case "PROXY_VAR": SvLineUnits = "Stressed VaR by the betas=money|Noise that they leave out=money|Both together=money|Share of the noise=percent"
        Case "CAPITAL_CHECK": SvLineUnits = "Requirement=money|Capital=money|Headroom=money|Capital to raise=money|Largest position scale=ratio|Leverage requirement=money"
        Case "BACKTEST_VAR": SvLineUnits = "Days=count|Exceptions=count|Exception rate=percent|Expected rate=percent|Expected exceptions=ratio|Kupiec LR=number|Kupiec p-value=percent|TUFF LR=number|TUFF p-value=percent|Independence LR=number|Independence p-value=percent|Conditional coverage LR=number|Conditional coverage p-value=percent"
        Case "BACKTEST_STRESSED_VAR": SvLineUnits = "Days=count|Breaches=count|Breach rate=percent|Alert rate=percent|P(this many or more)=percent|Days of recent volatility=count|Recent volatility=number|Recent " & ChrW(247) & " stressed volatility=ratio|Window age in years=years"
        Case "PLA_TEST": SvLineUnits = "Days=count|Spearman correlation=number|Kolmogorov-Smirnov distance=number"
        Case "RFET": SvLineUnits = "First day=date|Last day=date|Observations=count|Fewest in 90 days=count|Those 90 days from=date|Those 90 days to=date|Periods of 90 days with too few=count|Not eligible since=date"
        Case "STRESS_AUDIT": SvLineUnits = "Stressed VaR=money|Confidence=percent|Horizon in days=count|First day=date|Last day=date|Days=count|Tail days=count|Exact zeros=count|History rows=count|History columns=count|Position: *=money"
    End Select
End Function

Public Function SvNumberFormat(ByVal unit As String) As String
    Select Case unit
        Case "money": SvNumberFormat = "#,##0.00"
        Case "percent": SvNumberFormat = "0.00%"
        Case "ratio": SvNumberFormat = "0.00"
        Case "correlation": SvNumberFormat = "0.00"
        Case "number": SvNumberFormat = "0.0000"
        Case "count": SvNumberFormat = "#,##0"
        Case "years": SvNumberFormat = "0.0"
        Case "date": SvNumberFormat = "yyyy-mm-dd"
        Case "probability": SvNumberFormat = "0.00%"
        Case Else: SvNumberFormat = "General"
    End Select
End Function
