Attribute VB_Name = "StressVarRegister"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit
Option Private Module

Public Sub SvRegisterFunctions()
    Help_CRISIS_WINDOWS
    Help_CRISIS_RETURNS
    Help_TO_RETURNS
    Help_ALIGN_HISTORY
    Help_HISTORY_CHECK
    Help_PROXY_HISTORY
    Help_PROXY_FIT
    Help_LOAD_HISTORY
    Help_WINDOW_REVIEW
    Help_CRISIS_VOL
    Help_CRISIS_CORR
    Help_CRISIS_COV
    Help_NEAREST_CORR
    Help_STRESS_CORR
    Help_PARAM_VAR
    Help_PORTFOLIO_VAR
    Help_CURRENT_VAR
    Help_CURRENT_ES
    Help_STRESSED_VAR
    Help_STRESSED_ES
    Help_STRESS_RATIO
    Help_STRESSED_VAR_TABLE
    Help_WORST_WINDOW
    Help_VAR_SERIES
    Help_VAR_CONTRIBUTION
    Help_STRESS_ATTRIBUTION
    Help_VAR_INTERVAL
    Help_APPROX_STRESSED_VAR
    Help_CAPITAL_REQ
    Help_CAPITAL_MULTIPLIER
    Help_CAPITAL_CHECK
    Help_LIQUIDITY_ES
    Help_FRTB_STRESSED_ES
    Help_FRTB_IMCC
    Help_FRTB_CAPITAL
    Help_BACKTEST_VAR
    Help_BACKTEST_STRESSED_VAR
    Help_VAR_EXCEPTIONS
    Help_KUPIEC_TEST
    Help_CHRISTOFFERSEN_TEST
    Help_TRAFFIC_LIGHT
    Help_BACKTEST_ES
    Help_SCENARIO_PNL
    Help_SCENARIO_PROPAGATE
    Help_RATE_SHOCK_PNL
    Help_SPREAD_SHOCK_PNL
    Help_REVERSE_STRESS
    Help_CRISIS_REPLAY
    Help_STRESS_AUDIT
    Help_STRESSVAR_WHY
    Help_STRESSVAR_VERSION
End Sub

Private Sub Help_CRISIS_WINDOWS()
    Dim help(0 To 0) As String
    help(0) = "The day to judge from; today if left out."
    SvDescribe "CRISIS_WINDOWS", "The built-in crisis windows: dates, trading days, age, and which library factors cover them.", help
End Sub

Private Sub Help_CRISIS_RETURNS()
    Dim help(0 To 2) As String
    help(0) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(1) = "Library factors; all that cover the window if left out."
    help(2) = "A multiplier for each factor, in the same order: 1.2 moves 20% more."
    SvDescribe "CRISIS_RETURNS", "Built-in daily returns of a crisis: dates, and a column a factor.", help
End Sub

Private Sub Help_TO_RETURNS()
    Dim help(0 To 1) As String
    help(0) = "Prices or levels above 0: a column an asset, a row a day; names and dates as in a history."
    help(1) = "simple: p1/p0 - 1. log: their logarithm."
    SvDescribe "TO_RETURNS", "Daily returns of prices, header and dates kept: one row fewer, oldest first.", help
End Sub

Private Sub Help_ALIGN_HISTORY()
    Dim help(0 To 1) As String
    help(0) = "Prices, levels or returns with gaps: a column an asset, a row a day."
    help(1) = "Longest gap, in rows, that is filled with the number before it."
    SvDescribe "ALIGN_HISTORY", "Gaps of up to max_fill rows filled with the number before them; rows still incomplete dropped.", help
End Sub

Private Sub Help_HISTORY_CHECK()
    Dim help(0 To 0) As String
    help(0) = "Daily returns as you have them: gaps and dates in disorder are found, not refused."
    SvDescribe "HISTORY_CHECK", "What looks wrong in a history, and what to do about it, before a VaR is built on it.", help
End Sub

Private Sub Help_PROXY_HISTORY()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Daily returns of the factors, with dates that reach from the crisis to the history's days."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    SvDescribe "PROXY_HISTORY", "Crisis returns for assets too young to have any: their betas applied to factors that were there.", help
End Sub

Private Sub Help_PROXY_FIT()
    Dim help(0 To 1) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Daily returns of the factors, with dates that reach from the crisis to the history's days."
    SvDescribe "PROXY_FIT", "How well the factors stand in for each asset: betas, R" & ChrW(178) & ", days and daily residual volatility.", help
End Sub

Private Sub Help_LOAD_HISTORY()
    Dim help(0 To 0) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    SvDescribe "LOAD_HISTORY", "A short text that stands for a history: give it to other functions in the history's place.", help
End Sub

Private Sub Help_WINDOW_REVIEW()
    Dim help(0 To 2) As String
    help(0) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(1) = "The day to judge from; today if left out."
    help(2) = "After how many years a window is due for review."
    SvDescribe "WINDOW_REVIEW", "Whether a stress window is due for review: its age, the due date, and crises since.", help
End Sub

Private Sub Help_CRISIS_VOL()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(2) = "TRUE: per year, times the square root of 252. FALSE: per day, as PORTFOLIO_VAR wants it."
    SvDescribe "CRISIS_VOL", "Volatility of each asset in the crisis window, per year unless annualise is FALSE.", help
End Sub

Private Sub Help_CRISIS_CORR()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(2) = "pearson, or by ranks: spearman, kendall."
    SvDescribe "CRISIS_CORR", "Correlations between the assets in the crisis window.", help
End Sub

Private Sub Help_CRISIS_COV()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(2) = "TRUE: per year, times the square root of 252. FALSE: per day, as PORTFOLIO_VAR wants it."
    SvDescribe "CRISIS_COV", "Covariances between the assets in the crisis window, per day unless annualise is TRUE.", help
End Sub

Private Sub Help_NEAREST_CORR()
    Dim help(0 To 0) As String
    help(0) = "Correlations that may not fit together: symmetric, 1 on the diagonal."
    SvDescribe "NEAREST_CORR", "The correlation matrix nearest to a matrix of correlations that do not fit together.", help
End Sub

Private Sub Help_STRESS_CORR()
    Dim help(0 To 1) As String
    help(0) = "Correlations of the assets."
    help(1) = "What every correlation is set to, such as 0.8."
    SvDescribe "STRESS_CORR", "Correlations with every pair set to one number, as when all markets fall together.", help
End Sub

Private Sub Help_PARAM_VAR()
    Dim help(0 To 3) As String
    help(0) = "Volatility per day, as a decimal."
    help(1) = "Value of the position."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(3) = "Days that the loss may take: the one-day figure times their square root."
    SvDescribe "PARAM_VAR", "VaR of one position from its daily volatility: z x volatility x value x root of days.", help
End Sub

Private Sub Help_PORTFOLIO_VAR()
    Dim help(0 To 4) As String
    help(0) = "Volatility per day of each asset, as a decimal: CRISIS_VOL with annualise FALSE."
    help(1) = "Correlations of the assets, in the order of the volatilities."
    help(2) = "Money in each asset, in the order of the volatilities; short is negative."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    SvDescribe "PORTFOLIO_VAR", "Variance-covariance VaR of a portfolio from daily volatilities and a correlation matrix.", help
End Sub

Private Sub Help_CURRENT_VAR()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount. Several portfolios: one a row."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(3) = "Days that the loss may take: the one-day figure times their square root."
    help(4) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(5) = "How many of the latest rows count as today."
    SvDescribe "CURRENT_VAR", "Value at risk as the latest days show it, before any stress.", help
End Sub

Private Sub Help_CURRENT_ES()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount. Several portfolios: one a row."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(3) = "Days that the loss may take: the one-day figure times their square root."
    help(4) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(5) = "How many of the latest rows count as today."
    SvDescribe "CURRENT_ES", "Expected shortfall as the latest days show it: the average loss beyond the VaR level.", help
End Sub

Private Sub Help_STRESSED_VAR()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount. Several portfolios: one a row."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "STRESSED_VAR", "Value at risk of today's positions as if the crisis window came back.", help
End Sub

Private Sub Help_STRESSED_ES()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount. Several portfolios: one a row."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "STRESSED_ES", "Expected shortfall of today's positions as if the crisis window came back.", help
End Sub

Private Sub Help_STRESS_RATIO()
    Dim help(0 To 6) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(6) = "How many of the latest rows count as today."
    SvDescribe "STRESS_RATIO", "How many times today's VaR the stressed VaR is: stressed over current.", help
End Sub

Private Sub Help_STRESSED_VAR_TABLE()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crises, a row each: codes such as ""GFC"", or ""2008-09-01:2009-08-31""; several with "";"" between, or a range of texts."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "STRESSED_VAR_TABLE", "Stressed VaR and ES in each crisis window, with the worst marked and every failure told.", help
End Sub

Private Sub Help_WORST_WINDOW()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "Rows of the window; 250 is about a year."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "WORST_WINDOW", "The window of the history with the highest stressed VaR: its first day, last day and VaR.", help
End Sub

Private Sub Help_VAR_SERIES()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(3) = "Days that the loss may take: the one-day figure times their square root."
    help(4) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(5) = "How many of the latest rows count as today."
    SvDescribe "VAR_SERIES", "VaR day by day: for each day the VaR from the lookback rows before it.", help
End Sub

Private Sub Help_VAR_CONTRIBUTION()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "VAR_CONTRIBUTION", "Which assets the stressed VaR comes from: standalone, marginal, component and incremental VaR.", help
End Sub

Private Sub Help_STRESS_ATTRIBUTION()
    Dim help(0 To 6) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(6) = "How many of the latest rows count as today."
    SvDescribe "STRESS_ATTRIBUTION", "What takes current VaR to stressed VaR: volatility, correlation, and the shape of the tail.", help
End Sub

Private Sub Help_VAR_INTERVAL()
    Dim help(0 To 6) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    help(6) = "How sure the interval is of holding the true VaR, such as 95%."
    SvDescribe "VAR_INTERVAL", "How sure the stressed VaR is: lower bound, estimate and upper bound, equal tails.", help
End Sub

Private Sub Help_APPROX_STRESSED_VAR()
    Dim help(0 To 6) As String
    help(0) = "Volatility per day of each asset, as a decimal: CRISIS_VOL with annualise FALSE."
    help(1) = "Correlations of the assets, in the order of the volatilities."
    help(2) = "Money in each asset, in the order of the volatilities; short is negative."
    help(3) = "What crises multiply volatility by; 2 to 3 is usual."
    help(4) = "What correlations go to in a crisis; 0.7 to 0.9 is usual."
    help(5) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(6) = "Days that the loss may take: the one-day figure times their square root."
    SvDescribe "APPROX_STRESSED_VAR", "A rough stressed VaR without crisis data: volatilities times 2.5, correlations to 0.8.", help
End Sub

Private Sub Help_CAPITAL_REQ()
    Dim help(0 To 6) As String
    help(0) = "Current VaR: one number, or a series, oldest first."
    help(1) = "Stressed VaR: one number, or a series, oldest first."
    help(2) = "Multiplier of the current VaR; 3 at least in Basel 2.5."
    help(3) = "max: the greater of the two. basel2.5: the sum of two maxima. us: with a floor."
    help(4) = "How many of the latest values the average takes."
    help(5) = "Multiplier of the stressed VaR; as multiplier if left out."
    help(6) = "How many stressed values the average takes; as averaging_days if left out."
    SvDescribe "CAPITAL_REQ", "Capital required for a current and a stressed VaR, by one of three rules.", help
End Sub

Private Sub Help_CAPITAL_MULTIPLIER()
    Dim help(0 To 1) As String
    help(0) = "Backtesting exceptions in 250 days at 99%."
    help(1) = "basel2.5: 3.00 to 4.00. frtb: 1.50 to 2.00."
    SvDescribe "CAPITAL_MULTIPLIER", "The capital multiplier that so many backtesting exceptions in 250 days lead to.", help
End Sub

Private Sub Help_CAPITAL_CHECK()
    Dim help(0 To 3) As String
    help(0) = "Capital held."
    help(1) = "Capital required, as from CAPITAL_REQ."
    help(2) = "Total assets, for the leverage requirement."
    help(3) = "Least capital over total assets, as a decimal."
    SvDescribe "CAPITAL_CHECK", "Whether capital covers its requirement and the leverage ratio, and what would mend a breach.", help
End Sub

Private Sub Help_LIQUIDITY_ES()
    Dim help(0 To 2) As String
    help(0) = "ES over the base horizon: of all risk factors first, then of those with each longer horizon."
    help(1) = "Liquidity horizons in days, ascending: 10, 20, 40, 60, 120."
    help(2) = "The horizon of the ES values, and the first of the list."
    SvDescribe "LIQUIDITY_ES", "ES that allows for the time it takes to sell: the liquidity-horizon cascade of the FRTB.", help
End Sub

Private Sub Help_FRTB_STRESSED_ES()
    Dim help(0 To 2) As String
    help(0) = "ES of the reduced risk factors in the stressed year: one number, or a series, oldest first."
    help(1) = "Current ES of all risk factors: one number, or a series, oldest first."
    help(2) = "Current ES of the reduced risk factors: as many values as the full one."
    SvDescribe "FRTB_STRESSED_ES", "Stressed ES of the FRTB: the reduced set's, scaled up by full over reduced current ES.", help
End Sub

Private Sub Help_FRTB_IMCC()
    Dim help(0 To 2) As String
    help(0) = "IMCC(C): stressed ES of all approved desks together, risk classes diversifying."
    help(1) = "IMCC(C_i): stressed ES of each risk class alone (rates, equity, FX, commodity, credit)."
    help(2) = "Weight of the unconstrained figure."
    SvDescribe "FRTB_IMCC", "Capital for modellable risk factors: half as diversified, half as the sum of the classes.", help
End Sub

Private Sub Help_FRTB_CAPITAL()
    Dim help(0 To 4) As String
    help(0) = "Latest IMCC."
    help(1) = "Latest SES, for risk factors that cannot be modelled."
    help(2) = "IMCC, average of the last 60 days."
    help(3) = "SES, average of the last 60 days."
    help(4) = "Backtesting exceptions in the last 250 days, which set the multiplier."
    SvDescribe "FRTB_CAPITAL", "Internal-models capital of the FRTB: the greater of latest and multiplied average.", help
End Sub

Private Sub Help_BACKTEST_VAR()
    Dim help(0 To 2) As String
    help(0) = "Realised P&L, one number a day, a loss negative; with the dates on its left if you have them."
    help(1) = "VaR as a positive number: one for all days, or one for each day of pnl."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    SvDescribe "BACKTEST_VAR", "Backtest of a VaR: exceptions against expectation, their order, and a verdict in words.", help
End Sub

Private Sub Help_BACKTEST_STRESSED_VAR()
    Dim help(0 To 5) As String
    help(0) = "Realised P&L, one number a day, a loss negative; with the dates on its left if you have them."
    help(1) = "Stressed VaR over one day as a positive number: one for all days, or one a day."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(3) = "Share of days with a breach that calls for a review; a fifth of 1 - confidence if left out (1% for a 95% measure)."
    help(4) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(5) = "The day to judge from; today if left out."
    SvDescribe "BACKTEST_STRESSED_VAR", "Backtest of a stressed VaR: how often recent days breached it, and what that suggests.", help
End Sub

Private Sub Help_VAR_EXCEPTIONS()
    Dim help(0 To 1) As String
    help(0) = "Realised P&L, one number a day, a loss negative; with the dates on its left if you have them."
    help(1) = "VaR as a positive number: one for all days, or one for each day of pnl."
    SvDescribe "VAR_EXCEPTIONS", "The days on which the loss was larger than VaR, with the excess of the loss over VaR.", help
End Sub

Private Sub Help_KUPIEC_TEST()
    Dim help(0 To 2) As String
    help(0) = "Days on which the loss was larger than VaR."
    help(1) = "Days in the backtest."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    SvDescribe "KUPIEC_TEST", "Kupiec's test of the number of exceptions: likelihood ratio and p-value, one row.", help
End Sub

Private Sub Help_CHRISTOFFERSEN_TEST()
    Dim help(0 To 2) As String
    help(0) = "Realised P&L, one number a day, a loss negative; with the dates on its left if you have them."
    help(1) = "VaR as a positive number: one for all days, or one for each day of pnl."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    SvDescribe "CHRISTOFFERSEN_TEST", "Christoffersen's tests, one row: whether exceptions cluster, and whether that and their number fit.", help
End Sub

Private Sub Help_TRAFFIC_LIGHT()
    Dim help(0 To 2) As String
    help(0) = "Days on which the loss was larger than VaR."
    help(1) = "Days in the backtest."
    help(2) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    SvDescribe "TRAFFIC_LIGHT", "The Basel traffic light, one row: zone, probability of so many exceptions or fewer, plus factor.", help
End Sub

Private Sub Help_BACKTEST_ES()
    Dim help(0 To 3) As String
    help(0) = "Realised P&L, one number a day, a loss negative; with the dates on its left if you have them."
    help(1) = "VaR as a positive number: one for all days, or one for each day of pnl."
    help(2) = "Expected shortfall at the same confidence: one number for all days, or one a day."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    SvDescribe "BACKTEST_ES", "Backtest of an ES by Acerbi and Szekely, one row: Z1, Z2 and a verdict; far below 0 is bad.", help
End Sub

Private Sub Help_SCENARIO_PNL()
    Dim help(0 To 1) As String
    help(0) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(1) = "The move of each asset as a decimal, in the order of the positions; several scenarios: one a row. A header row of names is allowed."
    SvDescribe "SCENARIO_PNL", "P&L of today's positions under given moves: the sum of position times shock.", help
End Sub

Private Sub Help_SCENARIO_PROPAGATE()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "The moves that are given, as decimals in the order of the columns; a blank where one is to follow. Several scenarios: one a row."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    SvDescribe "SCENARIO_PROPAGATE", "A scenario filled in: the moves that, in the crisis window, go with the moves you give.", help
End Sub

Private Sub Help_RATE_SHOCK_PNL()
    Dim help(0 To 3) As String
    help(0) = "Market value of the position."
    help(1) = "Modified duration."
    help(2) = "Parallel shift of yields: 200 for +200 bp."
    help(3) = "Convexity; 0 leaves the straight line."
    SvDescribe "RATE_SHOCK_PNL", "P&L of a parallel shift in yields, such as +200 bp.", help
End Sub

Private Sub Help_SPREAD_SHOCK_PNL()
    Dim help(0 To 3) As String
    help(0) = "Market value of the position."
    help(1) = "Spread duration."
    help(2) = "Credit spread now."
    help(3) = "Credit spread in the scenario."
    SvDescribe "SPREAD_SHOCK_PNL", "P&L of a move in credit spreads, such as from 100 to 500 bp.", help
End Sub

Private Sub Help_REVERSE_STRESS()
    Dim help(0 To 4) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The loss to explain, as a positive number."
    help(3) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    SvDescribe "REVERSE_STRESS", "What would lose exactly this much: the most plausible scenario, and how far out it lies.", help
End Sub

Private Sub Help_CRISIS_REPLAY()
    Dim help(0 To 2) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", or two cells of dates."
    SvDescribe "CRISIS_REPLAY", "Today's positions through the crisis, day by day: P&L, its running sum, and the drawdown.", help
End Sub

Private Sub Help_STRESS_AUDIT()
    Dim help(0 To 5) As String
    help(0) = "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left if you have them. Or one column of P&L in money, with position 1."
    help(1) = "Money in each asset, in the order of the columns (short is negative), or two columns: name and amount."
    help(2) = "The crisis: a code such as ""GFC"" or 2008, ""2008-09-01:2009-08-31"", two cells of dates; several, "";"" between (the worst counts); or ""WORST"", the worst 250 days of the history."
    help(3) = "How sure: 99%, 0.99 and 99 are the same; from 50% to 100%."
    help(4) = "Days that the loss may take: the one-day figure times their square root."
    help(5) = "How the tail is read: historical, historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma or filtered."
    SvDescribe "STRESS_AUDIT", "Everything a reviewer needs to redo a STRESSED_VAR: figure, rule, window, tail days, data.", help
End Sub

Private Sub Help_STRESSVAR_WHY()
    Dim help(0 To 0) As String
    help(0) = "A cell that shows an error (in LibreOffice its address as text)."
    SvDescribe "STRESSVAR_WHY", "The sentence behind an error cell: what was seen, where, and what to type instead.", help
End Sub

Private Sub Help_STRESSVAR_VERSION()
    SvDescribe "STRESSVAR_VERSION", "The version of the functions that this sheet calls.", Array()
End Sub

Public Function SvFunctionNames() As Variant
    SvFunctionNames = Split("CRISIS_WINDOWS CRISIS_RETURNS TO_RETURNS ALIGN_HISTORY HISTORY_CHECK PROXY_HISTORY PROXY_FIT LOAD_HISTORY" _
        & " " & "WINDOW_REVIEW CRISIS_VOL CRISIS_CORR CRISIS_COV NEAREST_CORR STRESS_CORR PARAM_VAR PORTFOLIO_VAR" _
        & " " & "CURRENT_VAR CURRENT_ES STRESSED_VAR STRESSED_ES STRESS_RATIO STRESSED_VAR_TABLE WORST_WINDOW VAR_SERIES" _
        & " " & "VAR_CONTRIBUTION STRESS_ATTRIBUTION VAR_INTERVAL APPROX_STRESSED_VAR CAPITAL_REQ CAPITAL_MULTIPLIER CAPITAL_CHECK LIQUIDITY_ES" _
        & " " & "FRTB_STRESSED_ES FRTB_IMCC FRTB_CAPITAL BACKTEST_VAR BACKTEST_STRESSED_VAR VAR_EXCEPTIONS KUPIEC_TEST CHRISTOFFERSEN_TEST" _
        & " " & "TRAFFIC_LIGHT BACKTEST_ES SCENARIO_PNL SCENARIO_PROPAGATE RATE_SHOCK_PNL SPREAD_SHOCK_PNL REVERSE_STRESS CRISIS_REPLAY" _
        & " " & "STRESS_AUDIT STRESSVAR_WHY STRESSVAR_VERSION", " ")
End Function

' The units of a result's columns, separated by |; * repeats the last.
Public Function SvColumnUnits(ByVal functionName As String) As String
    Select Case functionName
        Case "CRISIS_WINDOWS": SvColumnUnits = "text|text|date|date|count|years|text"
        Case "CRISIS_RETURNS": SvColumnUnits = "date|percent*"
        Case "TO_RETURNS": SvColumnUnits = "date|percent*"
        Case "ALIGN_HISTORY": SvColumnUnits = "date|number*"
        Case "HISTORY_CHECK": SvColumnUnits = "count|text|text|text"
        Case "PROXY_HISTORY": SvColumnUnits = "date|percent*"
        Case "PROXY_FIT": SvColumnUnits = "text|ratio|percent|count|percent"
        Case "LOAD_HISTORY": SvColumnUnits = "text"
        Case "WINDOW_REVIEW": SvColumnUnits = "lines"
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
        Case "VAR_SERIES": SvColumnUnits = "date|money"
        Case "VAR_CONTRIBUTION": SvColumnUnits = "text|money|money|percent|money|percent|money"
        Case "STRESS_ATTRIBUTION": SvColumnUnits = "text|money"
        Case "VAR_INTERVAL": SvColumnUnits = "money|money|money"
        Case "APPROX_STRESSED_VAR": SvColumnUnits = "money"
        Case "CAPITAL_REQ": SvColumnUnits = "money"
        Case "CAPITAL_MULTIPLIER": SvColumnUnits = "ratio"
        Case "CAPITAL_CHECK": SvColumnUnits = "lines"
        Case "LIQUIDITY_ES": SvColumnUnits = "money"
        Case "FRTB_STRESSED_ES": SvColumnUnits = "money"
        Case "FRTB_IMCC": SvColumnUnits = "money"
        Case "FRTB_CAPITAL": SvColumnUnits = "money"
        Case "BACKTEST_VAR": SvColumnUnits = "lines"
        Case "BACKTEST_STRESSED_VAR": SvColumnUnits = "lines"
        Case "VAR_EXCEPTIONS": SvColumnUnits = "date|money|money|money"
        Case "KUPIEC_TEST": SvColumnUnits = "number|percent"
        Case "CHRISTOFFERSEN_TEST": SvColumnUnits = "number|percent|number|percent"
        Case "TRAFFIC_LIGHT": SvColumnUnits = "text|percent|number"
        Case "BACKTEST_ES": SvColumnUnits = "number|number|text"
        Case "SCENARIO_PNL": SvColumnUnits = "money"
        Case "SCENARIO_PROPAGATE": SvColumnUnits = "percent"
        Case "RATE_SHOCK_PNL": SvColumnUnits = "money"
        Case "SPREAD_SHOCK_PNL": SvColumnUnits = "money"
        Case "REVERSE_STRESS": SvColumnUnits = "text|percent|money"
        Case "CRISIS_REPLAY": SvColumnUnits = "date|money|money|money"
        Case "STRESS_AUDIT": SvColumnUnits = "lines"
        Case "STRESSVAR_WHY": SvColumnUnits = "text"
        Case "STRESSVAR_VERSION": SvColumnUnits = "text"
    End Select
End Function

' The units of a report's lines by their labels; * stands for any ending.
Public Function SvLineUnits(ByVal functionName As String) As String
    Select Case functionName
        Case "WINDOW_REVIEW": SvLineUnits = "Start=date|End=date|Age in years=years|Review due=date"
        Case "CAPITAL_CHECK": SvLineUnits = "Requirement=money|Capital=money|Headroom=money|Capital to raise=money|Largest position scale=ratio|Leverage requirement=money"
        Case "BACKTEST_VAR": SvLineUnits = "Days=count|Exceptions=count|Exception rate=percent|Expected rate=percent|Expected exceptions=ratio|Kupiec LR=number|Kupiec p-value=percent|TUFF LR=number|TUFF p-value=percent|Independence LR=number|Independence p-value=percent|Conditional coverage LR=number|Conditional coverage p-value=percent"
        Case "BACKTEST_STRESSED_VAR": SvLineUnits = "Days=count|Breaches=count|Breach rate=percent|Alert rate=percent|P(this many or more)=percent|Days of recent volatility=count|Recent volatility=number|Recent " & ChrW(247) & " stressed volatility=ratio|Window age in years=years"
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
