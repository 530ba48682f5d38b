Attribute VB_Name = "StressVarFunctions"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit

Public Function CRISIS_WINDOWS(Optional the_as_of)
Attribute CRISIS_WINDOWS.VB_Description = "The built-in crisis windows: dates, trading days, age, and which library factors cover them."
Attribute CRISIS_WINDOWS.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_WINDOWS = SvCall("CRISIS_WINDOWS", Array(the_as_of))
End Function

Public Function CRISIS_RETURNS(Optional the_window, Optional the_factors, Optional the_betas)
Attribute CRISIS_RETURNS.VB_Description = "Built-in daily returns of a crisis: dates, and a column a factor."
Attribute CRISIS_RETURNS.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_RETURNS = SvCall("CRISIS_RETURNS", Array(the_window, the_factors, the_betas))
End Function

Public Function CRISIS_CHANGES(Optional the_window, Optional the_factors)
Attribute CRISIS_CHANGES.VB_Description = "Daily changes of Treasury yields in a crisis, as decimals: 1 basis point is 0.0001."
Attribute CRISIS_CHANGES.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_CHANGES = SvCall("CRISIS_CHANGES", Array(the_window, the_factors))
End Function

Public Function CRISIS_SHOCKS(Optional the_window, Optional the_factors, Optional the_days)
Attribute CRISIS_SHOCKS.VB_Description = "The largest moves of each factor in a crisis: worst, best, and the fall from peak to trough."
Attribute CRISIS_SHOCKS.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_SHOCKS = SvCall("CRISIS_SHOCKS", Array(the_window, the_factors, the_days))
End Function

Public Function CLEAN_PRICES(the_range, Optional the_day_first, Optional the_decimal)
Attribute CLEAN_PRICES.VB_Description = "A raw export made into a table of prices: dates, names, numbers, oldest first."
Attribute CLEAN_PRICES.VB_ProcData.VB_Invoke_Func = " \n20"
    CLEAN_PRICES = SvCall("CLEAN_PRICES", Array(the_range, the_day_first, the_decimal))
End Function

Public Function CLEAN_REPORT(the_range, Optional the_day_first, Optional the_decimal)
Attribute CLEAN_REPORT.VB_Description = "What CLEAN_PRICES does to an export, and what is odd about the prices: by kind, worst first."
Attribute CLEAN_REPORT.VB_ProcData.VB_Invoke_Func = " \n20"
    CLEAN_REPORT = SvCall("CLEAN_REPORT", Array(the_range, the_day_first, the_decimal))
End Function

Public Function TO_RETURNS(the_prices, Optional the_kind, Optional the_days)
Attribute TO_RETURNS.VB_Description = "Returns of prices from row to row, header and dates kept: one row fewer, oldest first."
Attribute TO_RETURNS.VB_ProcData.VB_Invoke_Func = " \n20"
    TO_RETURNS = SvCall("TO_RETURNS", Array(the_prices, the_kind, the_days))
End Function

Public Function OVERLAPPING_RETURNS(the_history, Optional the_days, Optional the_kind)
Attribute OVERLAPPING_RETURNS.VB_Description = "Returns over ten days, or as many as you say, from daily ones: a row for every day they end on."
Attribute OVERLAPPING_RETURNS.VB_ProcData.VB_Invoke_Func = " \n20"
    OVERLAPPING_RETURNS = SvCall("OVERLAPPING_RETURNS", Array(the_history, the_days, the_kind))
End Function

Public Function IN_CURRENCY(the_history, the_currencies, Optional the_base, Optional the_fx)
Attribute IN_CURRENCY.VB_Description = "Local returns of a book in one currency: (1+r)(1+x)-1, x that of one local unit in the base."
Attribute IN_CURRENCY.VB_ProcData.VB_Invoke_Func = " \n20"
    IN_CURRENCY = SvCall("IN_CURRENCY", Array(the_history, the_currencies, the_base, the_fx))
End Function

Public Function ALIGN_HISTORY(the_levels, Optional the_max_fill, Optional the_keep_gaps, Optional the_spikes)
Attribute ALIGN_HISTORY.VB_Description = "Gaps of up to max_fill rows filled with the number before them; rows still incomplete dropped."
Attribute ALIGN_HISTORY.VB_ProcData.VB_Invoke_Func = " \n20"
    ALIGN_HISTORY = SvCall("ALIGN_HISTORY", Array(the_levels, the_max_fill, the_keep_gaps, the_spikes))
End Function

Public Function HISTORY_CHECK(the_history)
Attribute HISTORY_CHECK.VB_Description = "What looks wrong in a history, the worst first, and what to do about it, before a VaR is built on it."
Attribute HISTORY_CHECK.VB_ProcData.VB_Invoke_Func = " \n20"
    HISTORY_CHECK = SvCall("HISTORY_CHECK", Array(the_history))
End Function

Public Function PROXY_HISTORY(the_history, the_factors, Optional the_window)
Attribute PROXY_HISTORY.VB_Description = "Crisis returns for assets too young to have any: their betas applied to factors that were there."
Attribute PROXY_HISTORY.VB_ProcData.VB_Invoke_Func = " \n20"
    PROXY_HISTORY = SvCall("PROXY_HISTORY", Array(the_history, the_factors, the_window))
End Function

Public Function PROXY_FIT(the_history, the_factors)
Attribute PROXY_FIT.VB_Description = "How well the factors stand in for each asset: betas, R2, days and daily residual volatility."
Attribute PROXY_FIT.VB_ProcData.VB_Invoke_Func = " \n20"
    PROXY_FIT = SvCall("PROXY_FIT", Array(the_history, the_factors))
End Function

Public Function FILL_HISTORY(the_history, the_factors, Optional the_window)
Attribute FILL_HISTORY.VB_Description = "A history with each asset's own returns where it has any, and a proxy only where it has none."
Attribute FILL_HISTORY.VB_ProcData.VB_Invoke_Func = " \n20"
    FILL_HISTORY = SvCall("FILL_HISTORY", Array(the_history, the_factors, the_window))
End Function

Public Function FILL_FIT(the_history, the_factors, Optional the_window)
Attribute FILL_FIT.VB_Description = "How much of each asset FILL_HISTORY fills, and how well: own and filled days, R2, residual volatility."
Attribute FILL_FIT.VB_ProcData.VB_Invoke_Func = " \n20"
    FILL_FIT = SvCall("FILL_FIT", Array(the_history, the_factors, the_window))
End Function

Public Function LOAD_HISTORY(the_history)
Attribute LOAD_HISTORY.VB_Description = "A short text that stands for a history: give it to other functions in the history's place."
Attribute LOAD_HISTORY.VB_ProcData.VB_Invoke_Func = " \n20"
    LOAD_HISTORY = SvCall("LOAD_HISTORY", Array(the_history))
End Function

Public Function WINDOW_REVIEW(Optional the_window, Optional the_as_of, Optional the_max_age_years)
Attribute WINDOW_REVIEW.VB_Description = "Whether a stress window is due for review: its age, the due date, and crises since."
Attribute WINDOW_REVIEW.VB_ProcData.VB_Invoke_Func = " \n20"
    WINDOW_REVIEW = SvCall("WINDOW_REVIEW", Array(the_window, the_as_of, the_max_age_years))
End Function

Public Function WINDOW_REPORT(the_history, the_positions, Optional the_window, Optional the_as_of, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute WINDOW_REPORT.VB_Description = "What a supervisor asks of a stress window: is it the worst, is it a year, is its data your own."
Attribute WINDOW_REPORT.VB_ProcData.VB_Invoke_Func = " \n20"
    WINDOW_REPORT = SvCall("WINDOW_REPORT", Array(the_history, the_positions, the_window, the_as_of, the_confidence, the_horizon_days, the_method))
End Function

Public Function CRISIS_VOL(the_history, Optional the_window, Optional the_annualise)
Attribute CRISIS_VOL.VB_Description = "Volatility of each asset in the crisis window, per year unless annualise is FALSE."
Attribute CRISIS_VOL.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_VOL = SvCall("CRISIS_VOL", Array(the_history, the_window, the_annualise))
End Function

Public Function CRISIS_CORR(the_history, Optional the_window, Optional the_kind)
Attribute CRISIS_CORR.VB_Description = "Correlations between the assets in the crisis window."
Attribute CRISIS_CORR.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_CORR = SvCall("CRISIS_CORR", Array(the_history, the_window, the_kind))
End Function

Public Function CRISIS_COV(the_history, Optional the_window, Optional the_annualise)
Attribute CRISIS_COV.VB_Description = "Covariances between the assets in the crisis window, per day unless annualise is TRUE."
Attribute CRISIS_COV.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_COV = SvCall("CRISIS_COV", Array(the_history, the_window, the_annualise))
End Function

Public Function NEAREST_CORR(the_matrix)
Attribute NEAREST_CORR.VB_Description = "The correlation matrix nearest to a matrix of correlations that do not fit together."
Attribute NEAREST_CORR.VB_ProcData.VB_Invoke_Func = " \n20"
    NEAREST_CORR = SvCall("NEAREST_CORR", Array(the_matrix))
End Function

Public Function STRESS_CORR(the_matrix, the_correlation)
Attribute STRESS_CORR.VB_Description = "Correlations with every pair set to one number, as when all markets fall together."
Attribute STRESS_CORR.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESS_CORR = SvCall("STRESS_CORR", Array(the_matrix, the_correlation))
End Function

Public Function PARAM_VAR(the_volatility, the_value, Optional the_confidence, Optional the_horizon_days)
Attribute PARAM_VAR.VB_Description = "VaR of one position from its daily volatility: z x volatility x value x root of days."
Attribute PARAM_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    PARAM_VAR = SvCall("PARAM_VAR", Array(the_volatility, the_value, the_confidence, the_horizon_days))
End Function

Public Function PORTFOLIO_VAR(the_volatilities, the_correlation, the_positions, Optional the_confidence, Optional the_horizon_days)
Attribute PORTFOLIO_VAR.VB_Description = "Variance-covariance VaR of a portfolio from daily volatilities and a correlation matrix."
Attribute PORTFOLIO_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    PORTFOLIO_VAR = SvCall("PORTFOLIO_VAR", Array(the_volatilities, the_correlation, the_positions, the_confidence, the_horizon_days))
End Function

Public Function CURRENT_VAR(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute CURRENT_VAR.VB_Description = "Value at risk as the latest days show it, before any stress."
Attribute CURRENT_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    CURRENT_VAR = SvCall("CURRENT_VAR", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function CURRENT_ES(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute CURRENT_ES.VB_Description = "Expected shortfall as the latest days show it: the average loss beyond the VaR level."
Attribute CURRENT_ES.VB_ProcData.VB_Invoke_Func = " \n20"
    CURRENT_ES = SvCall("CURRENT_ES", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function STRESSED_VAR(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute STRESSED_VAR.VB_Description = "Value at risk of today's positions as if the crisis window came back."
Attribute STRESSED_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESSED_VAR = SvCall("STRESSED_VAR", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESSED_ES(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute STRESSED_ES.VB_Description = "Expected shortfall of today's positions as if the crisis window came back."
Attribute STRESSED_ES.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESSED_ES = SvCall("STRESSED_ES", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESS_RATIO(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute STRESS_RATIO.VB_Description = "How many times today's VaR the stressed VaR is: stressed over current."
Attribute STRESS_RATIO.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESS_RATIO = SvCall("STRESS_RATIO", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function STRESSED_VAR_TABLE(the_history, the_positions, Optional the_windows, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute STRESSED_VAR_TABLE.VB_Description = "Stressed VaR and ES in each crisis window, with the worst marked and every failure told."
Attribute STRESSED_VAR_TABLE.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESSED_VAR_TABLE = SvCall("STRESSED_VAR_TABLE", Array(the_history, the_positions, the_windows, the_confidence, the_horizon_days, the_method))
End Function

Public Function WORST_WINDOW(the_history, the_positions, Optional the_length, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute WORST_WINDOW.VB_Description = "The window of the history with the highest stressed VaR: its first day, last day and VaR."
Attribute WORST_WINDOW.VB_ProcData.VB_Invoke_Func = " \n20"
    WORST_WINDOW = SvCall("WORST_WINDOW", Array(the_history, the_positions, the_length, the_confidence, the_horizon_days, the_method))
End Function

Public Function WINDOW_RANKING(the_history, the_positions, Optional the_count, Optional the_length, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute WINDOW_RANKING.VB_Description = "The worst windows of the history that share no day: first the highest stressed VaR, then the next."
Attribute WINDOW_RANKING.VB_ProcData.VB_Invoke_Func = " \n20"
    WINDOW_RANKING = SvCall("WINDOW_RANKING", Array(the_history, the_positions, the_count, the_length, the_confidence, the_horizon_days, the_method))
End Function

Public Function WINDOW_SERIES(the_history, the_positions, Optional the_length, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_every)
Attribute WINDOW_SERIES.VB_Description = "The stressed VaR of the windows along the history, one every so many rows."
Attribute WINDOW_SERIES.VB_ProcData.VB_Invoke_Func = " \n20"
    WINDOW_SERIES = SvCall("WINDOW_SERIES", Array(the_history, the_positions, the_length, the_confidence, the_horizon_days, the_method, the_every))
End Function

Public Function VAR_SERIES(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute VAR_SERIES.VB_Description = "VaR day by day: for each day the VaR from the lookback rows before it."
Attribute VAR_SERIES.VB_ProcData.VB_Invoke_Func = " \n20"
    VAR_SERIES = SvCall("VAR_SERIES", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function RATIO_SERIES(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute RATIO_SERIES.VB_Description = "Stressed VaR over current VaR day by day: what a supervisor asks to see watched."
Attribute RATIO_SERIES.VB_ProcData.VB_Invoke_Func = " \n20"
    RATIO_SERIES = SvCall("RATIO_SERIES", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function STRESS_REPORT(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute STRESS_REPORT.VB_Description = "The stress figures of a portfolio in one formula, each as the function for it alone gives it."
Attribute STRESS_REPORT.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESS_REPORT = SvCall("STRESS_REPORT", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function VAR_CONTRIBUTION(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_measure)
Attribute VAR_CONTRIBUTION.VB_Description = "Which assets the stressed VaR or ES comes from: standalone, marginal, component and incremental."
Attribute VAR_CONTRIBUTION.VB_ProcData.VB_Invoke_Func = " \n20"
    VAR_CONTRIBUTION = SvCall("VAR_CONTRIBUTION", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_measure))
End Function

Public Function GROUP_CONTRIBUTION(the_history, the_positions, the_groups, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_measure)
Attribute GROUP_CONTRIBUTION.VB_Description = "Which desks and books the stressed VaR or ES comes from, level by level."
Attribute GROUP_CONTRIBUTION.VB_ProcData.VB_Invoke_Func = " \n20"
    GROUP_CONTRIBUTION = SvCall("GROUP_CONTRIBUTION", Array(the_history, the_positions, the_groups, the_window, the_confidence, the_horizon_days, the_method, the_measure))
End Function

Public Function WHAT_IF(the_history, the_positions, the_trades, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute WHAT_IF.VB_Description = "What trades would do to current and stressed VaR, before they are made."
Attribute WHAT_IF.VB_ProcData.VB_Invoke_Func = " \n20"
    WHAT_IF = SvCall("WHAT_IF", Array(the_history, the_positions, the_trades, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function PROXY_VAR(the_history, the_factors, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days)
Attribute PROXY_VAR.VB_Description = "Stressed VaR of assets too young for the crisis, with the noise that their proxies leave out."
Attribute PROXY_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    PROXY_VAR = SvCall("PROXY_VAR", Array(the_history, the_factors, the_positions, the_window, the_confidence, the_horizon_days))
End Function

Public Function STRESS_ATTRIBUTION(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
Attribute STRESS_ATTRIBUTION.VB_Description = "What takes current VaR to stressed VaR: volatility, correlation, and the shape of the tail."
Attribute STRESS_ATTRIBUTION.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESS_ATTRIBUTION = SvCall("STRESS_ATTRIBUTION", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function VAR_INTERVAL(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_level)
Attribute VAR_INTERVAL.VB_Description = "How sure the stressed VaR is: lower bound, estimate and upper bound, equal tails."
Attribute VAR_INTERVAL.VB_ProcData.VB_Invoke_Func = " \n20"
    VAR_INTERVAL = SvCall("VAR_INTERVAL", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_level))
End Function

Public Function APPROX_STRESSED_VAR(the_volatilities, the_correlation, the_positions, Optional the_vol_multiple, Optional the_crisis_correlation, Optional the_confidence, Optional the_horizon_days)
Attribute APPROX_STRESSED_VAR.VB_Description = "A rough stressed VaR without crisis data: volatilities times 2.5, correlations to 0.8."
Attribute APPROX_STRESSED_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    APPROX_STRESSED_VAR = SvCall("APPROX_STRESSED_VAR", Array(the_volatilities, the_correlation, the_positions, the_vol_multiple, the_crisis_correlation, the_confidence, the_horizon_days))
End Function

Public Function CAPITAL_REQ(the_current_var, the_stressed_var, Optional the_multiplier, Optional the_rule, Optional the_averaging_days, Optional the_stressed_multiplier, Optional the_stressed_averaging)
Attribute CAPITAL_REQ.VB_Description = "Capital required for a current and a stressed VaR, by one of three rules."
Attribute CAPITAL_REQ.VB_ProcData.VB_Invoke_Func = " \n20"
    CAPITAL_REQ = SvCall("CAPITAL_REQ", Array(the_current_var, the_stressed_var, the_multiplier, the_rule, the_averaging_days, the_stressed_multiplier, the_stressed_averaging))
End Function

Public Function CAPITAL_MULTIPLIER(the_exceptions, Optional the_rule)
Attribute CAPITAL_MULTIPLIER.VB_Description = "The capital multiplier that so many backtesting exceptions in 250 days lead to."
Attribute CAPITAL_MULTIPLIER.VB_ProcData.VB_Invoke_Func = " \n20"
    CAPITAL_MULTIPLIER = SvCall("CAPITAL_MULTIPLIER", Array(the_exceptions, the_rule))
End Function

Public Function CAPITAL_CHECK(the_capital, the_requirement, Optional the_total_assets, Optional the_leverage_ratio)
Attribute CAPITAL_CHECK.VB_Description = "Whether capital covers its requirement and the leverage ratio, and what would mend a breach."
Attribute CAPITAL_CHECK.VB_ProcData.VB_Invoke_Func = " \n20"
    CAPITAL_CHECK = SvCall("CAPITAL_CHECK", Array(the_capital, the_requirement, the_total_assets, the_leverage_ratio))
End Function

Public Function LIQUIDITY_ES(the_es_values, the_horizons, Optional the_base)
Attribute LIQUIDITY_ES.VB_Description = "ES that allows for the time it takes to sell: the liquidity-horizon cascade of the FRTB."
Attribute LIQUIDITY_ES.VB_ProcData.VB_Invoke_Func = " \n20"
    LIQUIDITY_ES = SvCall("LIQUIDITY_ES", Array(the_es_values, the_horizons, the_base))
End Function

Public Function FRTB_STRESSED_ES(the_es_reduced_stressed, the_es_full_current, the_es_reduced_current)
Attribute FRTB_STRESSED_ES.VB_Description = "Stressed ES of the FRTB: the reduced set's, scaled up by full over reduced current ES."
Attribute FRTB_STRESSED_ES.VB_ProcData.VB_Invoke_Func = " \n20"
    FRTB_STRESSED_ES = SvCall("FRTB_STRESSED_ES", Array(the_es_reduced_stressed, the_es_full_current, the_es_reduced_current))
End Function

Public Function FRTB_IMCC(the_unconstrained, the_constrained, Optional the_rho)
Attribute FRTB_IMCC.VB_Description = "Capital for modellable risk factors: half as diversified, half as the sum of the classes."
Attribute FRTB_IMCC.VB_ProcData.VB_Invoke_Func = " \n20"
    FRTB_IMCC = SvCall("FRTB_IMCC", Array(the_unconstrained, the_constrained, the_rho))
End Function

Public Function FRTB_SES(the_idiosyncratic_credit, the_idiosyncratic_equity, the_other, Optional the_rho)
Attribute FRTB_SES.VB_Description = "Capital for risk factors that cannot be modelled: stress charges with little diversification."
Attribute FRTB_SES.VB_ProcData.VB_Invoke_Func = " \n20"
    FRTB_SES = SvCall("FRTB_SES", Array(the_idiosyncratic_credit, the_idiosyncratic_equity, the_other, the_rho))
End Function

Public Function FRTB_CAPITAL(the_imcc, the_ses, the_imcc_average, the_ses_average, Optional the_exceptions)
Attribute FRTB_CAPITAL.VB_Description = "Internal-models capital of the FRTB: the greater of latest and multiplied average."
Attribute FRTB_CAPITAL.VB_ProcData.VB_Invoke_Func = " \n20"
    FRTB_CAPITAL = SvCall("FRTB_CAPITAL", Array(the_imcc, the_ses, the_imcc_average, the_ses_average, the_exceptions))
End Function

Public Function BACKTEST_VAR(the_pnl, the_var, Optional the_confidence)
Attribute BACKTEST_VAR.VB_Description = "Backtest of a VaR: exceptions against expectation, their order, and a verdict in words."
Attribute BACKTEST_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    BACKTEST_VAR = SvCall("BACKTEST_VAR", Array(the_pnl, the_var, the_confidence))
End Function

Public Function BACKTEST_STRESSED_VAR(the_pnl, the_stressed_var, Optional the_confidence, Optional the_alert_rate, Optional the_window, Optional the_as_of)
Attribute BACKTEST_STRESSED_VAR.VB_Description = "Backtest of a stressed VaR: how often recent days breached it, and what that suggests."
Attribute BACKTEST_STRESSED_VAR.VB_ProcData.VB_Invoke_Func = " \n20"
    BACKTEST_STRESSED_VAR = SvCall("BACKTEST_STRESSED_VAR", Array(the_pnl, the_stressed_var, the_confidence, the_alert_rate, the_window, the_as_of))
End Function

Public Function VAR_EXCEPTIONS(the_pnl, the_var)
Attribute VAR_EXCEPTIONS.VB_Description = "The days on which the loss was larger than VaR, with the excess of the loss over VaR."
Attribute VAR_EXCEPTIONS.VB_ProcData.VB_Invoke_Func = " \n20"
    VAR_EXCEPTIONS = SvCall("VAR_EXCEPTIONS", Array(the_pnl, the_var))
End Function

Public Function KUPIEC_TEST(the_exceptions, the_observations, Optional the_confidence)
Attribute KUPIEC_TEST.VB_Description = "Kupiec's test of the number of exceptions: likelihood ratio and p-value, one row."
Attribute KUPIEC_TEST.VB_ProcData.VB_Invoke_Func = " \n20"
    KUPIEC_TEST = SvCall("KUPIEC_TEST", Array(the_exceptions, the_observations, the_confidence))
End Function

Public Function CHRISTOFFERSEN_TEST(the_pnl, the_var, Optional the_confidence)
Attribute CHRISTOFFERSEN_TEST.VB_Description = "Christoffersen's tests, one row: whether exceptions cluster, and whether that and their number fit."
Attribute CHRISTOFFERSEN_TEST.VB_ProcData.VB_Invoke_Func = " \n20"
    CHRISTOFFERSEN_TEST = SvCall("CHRISTOFFERSEN_TEST", Array(the_pnl, the_var, the_confidence))
End Function

Public Function TRAFFIC_LIGHT(the_exceptions, Optional the_observations, Optional the_confidence)
Attribute TRAFFIC_LIGHT.VB_Description = "The Basel traffic light, one row: zone, probability of so many exceptions or fewer, plus factor."
Attribute TRAFFIC_LIGHT.VB_ProcData.VB_Invoke_Func = " \n20"
    TRAFFIC_LIGHT = SvCall("TRAFFIC_LIGHT", Array(the_exceptions, the_observations, the_confidence))
End Function

Public Function BACKTEST_ES(the_pnl, the_var, the_es, Optional the_confidence)
Attribute BACKTEST_ES.VB_Description = "Backtest of an ES by Acerbi and Szekely, one row: Z1, Z2 and a verdict; far below 0 is bad."
Attribute BACKTEST_ES.VB_ProcData.VB_Invoke_Func = " \n20"
    BACKTEST_ES = SvCall("BACKTEST_ES", Array(the_pnl, the_var, the_es, the_confidence))
End Function

Public Function PLA_TEST(the_hypothetical, the_theoretical)
Attribute PLA_TEST.VB_Description = "The attribution test of FRTB: whether the risk model's daily P&L follows that of the desk."
Attribute PLA_TEST.VB_ProcData.VB_Invoke_Func = " \n20"
    PLA_TEST = SvCall("PLA_TEST", Array(the_hypothetical, the_theoretical))
End Function

Public Function RFET(the_dates, Optional the_as_of)
Attribute RFET.VB_Description = "The risk factor eligibility test of FRTB: whether real prices were seen often enough."
Attribute RFET.VB_ProcData.VB_Invoke_Func = " \n20"
    RFET = SvCall("RFET", Array(the_dates, the_as_of))
End Function

Public Function GRID_PNL(the_history, the_grid, Optional the_interpolation)
Attribute GRID_PNL.VB_Description = "P&L of every row of a history, read from a grid of moves and their P&L, such as a front office gives."
Attribute GRID_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    GRID_PNL = SvCall("GRID_PNL", Array(the_history, the_grid, the_interpolation))
End Function

Public Function OPTION_VALUE(the_type, the_spot, the_strike, the_years, the_volatility, Optional the_rate, Optional the_yield)
Attribute OPTION_VALUE.VB_Description = "Value and sensitivities of a European option by Black, Scholes and Merton."
Attribute OPTION_VALUE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPTION_VALUE = SvCall("OPTION_VALUE", Array(the_type, the_spot, the_strike, the_years, the_volatility, the_rate, the_yield))
End Function

Public Function OPTION_PNL(the_history, the_options)
Attribute OPTION_PNL.VB_Description = "P&L of options on every row of a history, revalued in full: what delta and gamma only approach."
Attribute OPTION_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    OPTION_PNL = SvCall("OPTION_PNL", Array(the_history, the_options))
End Function

Public Function BOND_VALUE(the_coupon, the_years, the_yield, Optional the_frequency, Optional the_face)
Attribute BOND_VALUE.VB_Description = "Price of a bond from its yield, with modified duration, convexity and the value of a basis point."
Attribute BOND_VALUE.VB_ProcData.VB_Invoke_Func = " \n20"
    BOND_VALUE = SvCall("BOND_VALUE", Array(the_coupon, the_years, the_yield, the_frequency, the_face))
End Function

Public Function BOND_PNL(the_history, the_bonds)
Attribute BOND_PNL.VB_Description = "P&L of bonds on every row of changes of yields, revalued in full: duration and all beyond it."
Attribute BOND_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    BOND_PNL = SvCall("BOND_PNL", Array(the_history, the_bonds))
End Function

Public Function DELTA_GAMMA_PNL(the_history, the_delta, Optional the_gamma)
Attribute DELTA_GAMMA_PNL.VB_Description = "P&L of every row by delta and gamma, one column: delta'x + x'gamma x / 2, x the row's returns."
Attribute DELTA_GAMMA_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    DELTA_GAMMA_PNL = SvCall("DELTA_GAMMA_PNL", Array(the_history, the_delta, the_gamma))
End Function

Public Function SCENARIO_PNL(the_positions, the_shocks)
Attribute SCENARIO_PNL.VB_Description = "P&L of today's positions under given moves: the sum of position times shock."
Attribute SCENARIO_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    SCENARIO_PNL = SvCall("SCENARIO_PNL", Array(the_positions, the_shocks))
End Function

Public Function SCENARIO_PROPAGATE(the_history, the_shocks, Optional the_window)
Attribute SCENARIO_PROPAGATE.VB_Description = "A scenario filled in: the moves that, in the crisis window, go with the moves you give."
Attribute SCENARIO_PROPAGATE.VB_ProcData.VB_Invoke_Func = " \n20"
    SCENARIO_PROPAGATE = SvCall("SCENARIO_PROPAGATE", Array(the_history, the_shocks, the_window))
End Function

Public Function RATE_SHOCK_PNL(the_value, the_duration, the_shift_bp, Optional the_convexity)
Attribute RATE_SHOCK_PNL.VB_Description = "P&L of a parallel shift in yields, such as +200 bp."
Attribute RATE_SHOCK_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    RATE_SHOCK_PNL = SvCall("RATE_SHOCK_PNL", Array(the_value, the_duration, the_shift_bp, the_convexity))
End Function

Public Function SPREAD_SHOCK_PNL(the_value, the_spread_duration, the_from_bp, the_to_bp)
Attribute SPREAD_SHOCK_PNL.VB_Description = "P&L of a move in credit spreads, such as from 100 to 500 bp."
Attribute SPREAD_SHOCK_PNL.VB_ProcData.VB_Invoke_Func = " \n20"
    SPREAD_SHOCK_PNL = SvCall("SPREAD_SHOCK_PNL", Array(the_value, the_spread_duration, the_from_bp, the_to_bp))
End Function

Public Function REVERSE_STRESS(the_history, the_positions, the_loss, Optional the_window, Optional the_horizon_days)
Attribute REVERSE_STRESS.VB_Description = "What would lose exactly this much: the most plausible scenario, and how far out it lies."
Attribute REVERSE_STRESS.VB_ProcData.VB_Invoke_Func = " \n20"
    REVERSE_STRESS = SvCall("REVERSE_STRESS", Array(the_history, the_positions, the_loss, the_window, the_horizon_days))
End Function

Public Function CRISIS_REPLAY(the_history, the_positions, Optional the_window)
Attribute CRISIS_REPLAY.VB_Description = "Today's positions through the crisis, day by day: P&L, its running sum, and the drawdown."
Attribute CRISIS_REPLAY.VB_ProcData.VB_Invoke_Func = " \n20"
    CRISIS_REPLAY = SvCall("CRISIS_REPLAY", Array(the_history, the_positions, the_window))
End Function

Public Function SCENARIO_LIBRARY(Optional the_set, Optional the_factors)
Attribute SCENARIO_LIBRARY.VB_Description = "Ready-made scenarios: a row a factor, with its shock and where that comes from."
Attribute SCENARIO_LIBRARY.VB_ProcData.VB_Invoke_Func = " \n20"
    SCENARIO_LIBRARY = SvCall("SCENARIO_LIBRARY", Array(the_set, the_factors))
End Function

Public Function SCENARIO_TABLE(the_history, the_positions, Optional the_set, Optional the_window)
Attribute SCENARIO_TABLE.VB_Description = "What each scenario of a set would do to today's positions, the worst marked."
Attribute SCENARIO_TABLE.VB_ProcData.VB_Invoke_Func = " \n20"
    SCENARIO_TABLE = SvCall("SCENARIO_TABLE", Array(the_history, the_positions, the_set, the_window))
End Function

Public Function LIMIT_CHECK(the_names, the_measures, the_limits, Optional the_warn)
Attribute LIMIT_CHECK.VB_Description = "Limits watched: usage, status and headroom of each, and how many are breached."
Attribute LIMIT_CHECK.VB_ProcData.VB_Invoke_Func = " \n20"
    LIMIT_CHECK = SvCall("LIMIT_CHECK", Array(the_names, the_measures, the_limits, the_warn))
End Function

Public Function STRESS_AUDIT(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
Attribute STRESS_AUDIT.VB_Description = "Everything a reviewer needs to redo a STRESSED_VAR: figure, rule, window, tail days, data."
Attribute STRESS_AUDIT.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESS_AUDIT = SvCall("STRESS_AUDIT", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESSVAR_WHY(the_cell)
Attribute STRESSVAR_WHY.VB_Description = "The sentence behind an error cell: what was seen, where, and what to type instead."
Attribute STRESSVAR_WHY.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESSVAR_WHY = SvWhy(the_cell)
End Function

Public Function STRESSVAR_VERSION()
Attribute STRESSVAR_VERSION.VB_Description = "The version of the functions that this sheet calls."
Attribute STRESSVAR_VERSION.VB_ProcData.VB_Invoke_Func = " \n20"
    STRESSVAR_VERSION = SvCall("STRESSVAR_VERSION", Array())
End Function
