"""Records what aqi-hub says over a grid of concentrations, for the test that compares it with ours.

    pip install aqi-hub==0.2.1    # HJ 633-2012
    python3 bench/peers/aqi_hub_record.py HJ633-2012 > one.csv
    pip install aqi-hub==0.3.3    # HJ 633-2026
    python3 bench/peers/aqi_hub_record.py HJ633-2026 > other.csv

The two, under one header line, are crates/standards/tests/data/aqi_hub.csv. A line is one scale at one number of decimals. Its grid
are the whole numbers from -2 to `to`, each a concentration of that many decimals (µg/m³, CO mg/m³); `runs` are the results as
`from:index`, where an index holds until the next, and NA is no index.
"""

import importlib.metadata
import sys
import warnings

from aqi_hub.aqi_cn.aqi import cal_iaqi_cn

# Name there, item and period here, decimals shown, a concentration above the last breakpoint.
SCALES = (
    ("SO2_24H", "SO2", "day", 0, 2700),
    ("SO2_1H", "SO2", "1h", 0, 900),
    ("NO2_24H", "NO2", "day", 0, 1000),
    ("NO2_1H", "NO2", "1h", 0, 3900),
    ("CO_24H", "CO", "day", 1, 62),
    ("CO_1H", "CO", "1h", 1, 155),
    ("O3_1H", "O3", "1h", 0, 1250),
    ("O3_8H", "O3_8H", "8h", 0, 900),
    ("PM10_24H", "PM10", "day", 0, 620),
    ("PM25_24H", "PM25", "day", 0, 520),
)


def runs(name, decimals, to):
    before = object()
    for whole in range(-2, to + 1):
        # The nearest binary fraction of the decimal, as any reader of a table has it.
        index = cal_iaqi_cn(name, float(f"{whole}e-{decimals}"))
        if index != before:
            yield f"{whole}:{'NA' if index is None else int(index)}"
            before = index


def main():
    (edition,) = sys.argv[1:]
    warnings.simplefilter("ignore")
    version = importlib.metadata.version("aqi-hub")
    for name, item, period, shown, last in SCALES:
        for decimals in (shown, shown + 1):
            to = last * 10**decimals
            print(version, edition, item, period, decimals, to, " ".join(runs(name, decimals, to)), sep=",")


main()
