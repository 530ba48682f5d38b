Attribute VB_Name = "StressVarFunctions"
' Written by `make generate` from the functions' signatures and docstrings.
Option Explicit

Public Function CRISIS_WINDOWS(Optional the_as_of)
    CRISIS_WINDOWS = SvCall("CRISIS_WINDOWS", Array(the_as_of))
End Function

Public Function CRISIS_RETURNS(Optional the_window, Optional the_factors, Optional the_betas)
    CRISIS_RETURNS = SvCall("CRISIS_RETURNS", Array(the_window, the_factors, the_betas))
End Function

Public Function TO_RETURNS(the_prices, Optional the_kind)
    TO_RETURNS = SvCall("TO_RETURNS", Array(the_prices, the_kind))
End Function

Public Function ALIGN_HISTORY(the_levels, Optional the_max_fill)
    ALIGN_HISTORY = SvCall("ALIGN_HISTORY", Array(the_levels, the_max_fill))
End Function

Public Function HISTORY_CHECK(the_history)
    HISTORY_CHECK = SvCall("HISTORY_CHECK", Array(the_history))
End Function

Public Function PROXY_HISTORY(the_history, the_factors, Optional the_window)
    PROXY_HISTORY = SvCall("PROXY_HISTORY", Array(the_history, the_factors, the_window))
End Function

Public Function PROXY_FIT(the_history, the_factors)
    PROXY_FIT = SvCall("PROXY_FIT", Array(the_history, the_factors))
End Function

Public Function LOAD_HISTORY(the_history)
    LOAD_HISTORY = SvCall("LOAD_HISTORY", Array(the_history))
End Function

Public Function WINDOW_REVIEW(Optional the_window, Optional the_as_of, Optional the_max_age_years)
    WINDOW_REVIEW = SvCall("WINDOW_REVIEW", Array(the_window, the_as_of, the_max_age_years))
End Function

Public Function CRISIS_VOL(the_history, Optional the_window, Optional the_annualise)
    CRISIS_VOL = SvCall("CRISIS_VOL", Array(the_history, the_window, the_annualise))
End Function

Public Function CRISIS_CORR(the_history, Optional the_window, Optional the_kind)
    CRISIS_CORR = SvCall("CRISIS_CORR", Array(the_history, the_window, the_kind))
End Function

Public Function CRISIS_COV(the_history, Optional the_window, Optional the_annualise)
    CRISIS_COV = SvCall("CRISIS_COV", Array(the_history, the_window, the_annualise))
End Function

Public Function NEAREST_CORR(the_matrix)
    NEAREST_CORR = SvCall("NEAREST_CORR", Array(the_matrix))
End Function

Public Function STRESS_CORR(the_matrix, the_correlation)
    STRESS_CORR = SvCall("STRESS_CORR", Array(the_matrix, the_correlation))
End Function

Public Function PARAM_VAR(the_volatility, the_value, Optional the_confidence, Optional the_horizon_days)
    PARAM_VAR = SvCall("PARAM_VAR", Array(the_volatility, the_value, the_confidence, the_horizon_days))
End Function

Public Function PORTFOLIO_VAR(the_volatilities, the_correlation, the_positions, Optional the_confidence, Optional the_horizon_days)
    PORTFOLIO_VAR = SvCall("PORTFOLIO_VAR", Array(the_volatilities, the_correlation, the_positions, the_confidence, the_horizon_days))
End Function

Public Function CURRENT_VAR(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
    CURRENT_VAR = SvCall("CURRENT_VAR", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function CURRENT_ES(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
    CURRENT_ES = SvCall("CURRENT_ES", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function STRESSED_VAR(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    STRESSED_VAR = SvCall("STRESSED_VAR", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESSED_ES(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    STRESSED_ES = SvCall("STRESSED_ES", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESS_RATIO(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
    STRESS_RATIO = SvCall("STRESS_RATIO", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function STRESSED_VAR_TABLE(the_history, the_positions, Optional the_windows, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    STRESSED_VAR_TABLE = SvCall("STRESSED_VAR_TABLE", Array(the_history, the_positions, the_windows, the_confidence, the_horizon_days, the_method))
End Function

Public Function WORST_WINDOW(the_history, the_positions, Optional the_length, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    WORST_WINDOW = SvCall("WORST_WINDOW", Array(the_history, the_positions, the_length, the_confidence, the_horizon_days, the_method))
End Function

Public Function VAR_SERIES(the_history, the_positions, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
    VAR_SERIES = SvCall("VAR_SERIES", Array(the_history, the_positions, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function VAR_CONTRIBUTION(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    VAR_CONTRIBUTION = SvCall("VAR_CONTRIBUTION", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESS_ATTRIBUTION(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_lookback)
    STRESS_ATTRIBUTION = SvCall("STRESS_ATTRIBUTION", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_lookback))
End Function

Public Function VAR_INTERVAL(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method, Optional the_level)
    VAR_INTERVAL = SvCall("VAR_INTERVAL", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method, the_level))
End Function

Public Function APPROX_STRESSED_VAR(the_volatilities, the_correlation, the_positions, Optional the_vol_multiple, Optional the_crisis_correlation, Optional the_confidence, Optional the_horizon_days)
    APPROX_STRESSED_VAR = SvCall("APPROX_STRESSED_VAR", Array(the_volatilities, the_correlation, the_positions, the_vol_multiple, the_crisis_correlation, the_confidence, the_horizon_days))
End Function

Public Function CAPITAL_REQ(the_current_var, the_stressed_var, Optional the_multiplier, Optional the_rule, Optional the_averaging_days, Optional the_stressed_multiplier, Optional the_stressed_averaging)
    CAPITAL_REQ = SvCall("CAPITAL_REQ", Array(the_current_var, the_stressed_var, the_multiplier, the_rule, the_averaging_days, the_stressed_multiplier, the_stressed_averaging))
End Function

Public Function CAPITAL_MULTIPLIER(the_exceptions, Optional the_rule)
    CAPITAL_MULTIPLIER = SvCall("CAPITAL_MULTIPLIER", Array(the_exceptions, the_rule))
End Function

Public Function CAPITAL_CHECK(the_capital, the_requirement, Optional the_total_assets, Optional the_leverage_ratio)
    CAPITAL_CHECK = SvCall("CAPITAL_CHECK", Array(the_capital, the_requirement, the_total_assets, the_leverage_ratio))
End Function

Public Function LIQUIDITY_ES(the_es_values, the_horizons, Optional the_base)
    LIQUIDITY_ES = SvCall("LIQUIDITY_ES", Array(the_es_values, the_horizons, the_base))
End Function

Public Function FRTB_STRESSED_ES(the_es_reduced_stressed, the_es_full_current, the_es_reduced_current)
    FRTB_STRESSED_ES = SvCall("FRTB_STRESSED_ES", Array(the_es_reduced_stressed, the_es_full_current, the_es_reduced_current))
End Function

Public Function FRTB_IMCC(the_unconstrained, the_constrained, Optional the_rho)
    FRTB_IMCC = SvCall("FRTB_IMCC", Array(the_unconstrained, the_constrained, the_rho))
End Function

Public Function FRTB_CAPITAL(the_imcc, the_ses, the_imcc_average, the_ses_average, Optional the_exceptions)
    FRTB_CAPITAL = SvCall("FRTB_CAPITAL", Array(the_imcc, the_ses, the_imcc_average, the_ses_average, the_exceptions))
End Function

Public Function BACKTEST_VAR(the_pnl, the_var, Optional the_confidence)
    BACKTEST_VAR = SvCall("BACKTEST_VAR", Array(the_pnl, the_var, the_confidence))
End Function

Public Function BACKTEST_STRESSED_VAR(the_pnl, the_stressed_var, Optional the_confidence, Optional the_alert_rate, Optional the_window, Optional the_as_of)
    BACKTEST_STRESSED_VAR = SvCall("BACKTEST_STRESSED_VAR", Array(the_pnl, the_stressed_var, the_confidence, the_alert_rate, the_window, the_as_of))
End Function

Public Function VAR_EXCEPTIONS(the_pnl, the_var)
    VAR_EXCEPTIONS = SvCall("VAR_EXCEPTIONS", Array(the_pnl, the_var))
End Function

Public Function KUPIEC_TEST(the_exceptions, the_observations, Optional the_confidence)
    KUPIEC_TEST = SvCall("KUPIEC_TEST", Array(the_exceptions, the_observations, the_confidence))
End Function

Public Function CHRISTOFFERSEN_TEST(the_pnl, the_var, Optional the_confidence)
    CHRISTOFFERSEN_TEST = SvCall("CHRISTOFFERSEN_TEST", Array(the_pnl, the_var, the_confidence))
End Function

Public Function TRAFFIC_LIGHT(the_exceptions, Optional the_observations, Optional the_confidence)
    TRAFFIC_LIGHT = SvCall("TRAFFIC_LIGHT", Array(the_exceptions, the_observations, the_confidence))
End Function

Public Function BACKTEST_ES(the_pnl, the_var, the_es, Optional the_confidence)
    BACKTEST_ES = SvCall("BACKTEST_ES", Array(the_pnl, the_var, the_es, the_confidence))
End Function

Public Function SCENARIO_PNL(the_positions, the_shocks)
    SCENARIO_PNL = SvCall("SCENARIO_PNL", Array(the_positions, the_shocks))
End Function

Public Function SCENARIO_PROPAGATE(the_history, the_shocks, Optional the_window)
    SCENARIO_PROPAGATE = SvCall("SCENARIO_PROPAGATE", Array(the_history, the_shocks, the_window))
End Function

Public Function RATE_SHOCK_PNL(the_value, the_duration, the_shift_bp, Optional the_convexity)
    RATE_SHOCK_PNL = SvCall("RATE_SHOCK_PNL", Array(the_value, the_duration, the_shift_bp, the_convexity))
End Function

Public Function SPREAD_SHOCK_PNL(the_value, the_spread_duration, the_from_bp, the_to_bp)
    SPREAD_SHOCK_PNL = SvCall("SPREAD_SHOCK_PNL", Array(the_value, the_spread_duration, the_from_bp, the_to_bp))
End Function

Public Function REVERSE_STRESS(the_history, the_positions, the_loss, Optional the_window, Optional the_horizon_days)
    REVERSE_STRESS = SvCall("REVERSE_STRESS", Array(the_history, the_positions, the_loss, the_window, the_horizon_days))
End Function

Public Function CRISIS_REPLAY(the_history, the_positions, Optional the_window)
    CRISIS_REPLAY = SvCall("CRISIS_REPLAY", Array(the_history, the_positions, the_window))
End Function

Public Function STRESS_AUDIT(the_history, the_positions, Optional the_window, Optional the_confidence, Optional the_horizon_days, Optional the_method)
    STRESS_AUDIT = SvCall("STRESS_AUDIT", Array(the_history, the_positions, the_window, the_confidence, the_horizon_days, the_method))
End Function

Public Function STRESSVAR_WHY(the_cell)
    STRESSVAR_WHY = SvWhy(the_cell)
End Function

Public Function STRESSVAR_VERSION()
    STRESSVAR_VERSION = SvCall("STRESSVAR_VERSION", Array())
End Function
