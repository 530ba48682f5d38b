"""What the first page says beside its title: what was found, what the figure rests on, what to beware of."""

from __future__ import annotations

from tools.templates.committee_pack.machine import DAYS
from tools.templates.committee_pack.sheets import ROOM
from tools.templates.toolkit.says import iso

#: Kinds of CLEAN_REPORT that the first page counts: prices or days, and assets.
PRICES = ("unreadable", "spike", "leap", "not positive", "stale", "hole", "missing weekdays")
OF_ASSETS = ("slower rhythm", "young", "ended")


def sentences() -> dict[str, str]:
    """Formulas, without their =, by the name of the cell."""
    counted = [_counted(kind, f'SUMIFS(found_counts,found_kinds,"{kind}")') for kind in PRICES]
    counted += [_counted(kind, f'COUNTIF(found_kinds,"{kind}")') for kind in OF_ASSETS]
    return {
        "found_text": "&".join(counted),
        "findings_told": (f'"Prices: "&price_days&" days, "&{iso("first_price")}&" to "&{iso("last_price")}&'
                          '". "&IF(found_text="","Nothing was found.","Found: "&found_text&"see Cleaning.")'),
        "data_behind": (
            'IF(by_rhythm<>"","",IF(by_young<>"","Rows of a slower rhythm are dropped. ",'
            '"Rows that are not whole are dropped. "))&IF(own_covers,IF(COUNT(proxy_r2)=0,"Own prices of every asset.",'
            '"Own prices, and a proxy for "&COUNT(proxy_r2)&" of "&asset_count&" assets."),'
            '"Every asset by a proxy: its own prices do not reach the window.")'),
        "status_told": (
            f'"Backtest of {DAYS} days: "&IF(traffic_light="","too few days","current VaR "&var_direction&", "&traffic_light)'
            '&IF(stressed_status="","","; stressed VaR "&stressed_status)&".  Stress window: "&IF(review_verdict="",'
            f'"not reviewed",review_verdict&IF(review_verdict="review due"," since "," until ")&{iso("review_due")})&"."'),
        "warning": "&".join(_warnings()),
    }


def _counted(kind: str, count: str) -> str:
    return f'IF(COUNTIF(found_kinds,"{kind}")>0,{count}&" × {kind}, ","")'


def _warnings() -> list[str]:
    """The worst first; each is empty where there is nothing to beware of."""
    beyond = [f"COUNTA({tab}!$A${rows + 1}:$A${rows + 5000})" for tab, rows, _ in ROOM.values()]
    weakest = "INDEX(proxy_assets,MATCH(MIN(proxy_r2),proxy_r2,0))"
    weak = (f'"Warning: "&{weakest}&" rests on a proxy that explains "&FIXED(100*MIN(proxy_r2),0)&"% of its moves; the rest '
            'of its risk is missing here. "')
    return [
        _if("ISNUMBER(times)", '""', '"A figure cannot be had: select the error on the sheet Figures and ask STRESSVAR_WHY. "'),
        _if(f"({'+'.join(beyond)}+COUNTA(Prices!$AD$1:$AZ$200))>0",
            '"Warning: cells lie beyond those that the formulas read. "', '""'),
        _if("COUNT(proxy_r2)=0", '""', _if("MIN(proxy_r2)<least_r2", weak, '""')),
        _if("ISNUMBER(times)", _if("times<1", '"Warning: the stressed figure is below the current one. "', '""'), '""'),
        _if('COUNTIF(found_kinds,"spike")=0', '""', _if(
            'spikes="blank"', '"Spikes in prices were left out. "', '"Warning: there are spikes in the prices. "')),
    ]


def _if(condition: str, then: str, otherwise: str) -> str:
    return f"IF({condition},{then},{otherwise})"
