"""The peers of the hourly index over columns, on one core: aqi-hub and a reference in numpy.

Prints one line a peer: `name <tab> sub-indices a second <tab> sum of the indexes <tab> sum of the primary sets`. The sums are
compared with ours, so that what is measured is the same work. A peer that is not installed prints `name <tab> absent`.

The reference does what a careful numpy programmer would: one table from concentration to index for each item, made with whole
numbers so that it is exact, indexed with `take`; rows in blocks that stay in the cache; nothing allocated inside the loop.
"""

import importlib.util
import sys
import time

ITEMS = ("SO2", "NO2", "CO", "O3", "PM10", "PM25")
# HJ 633-2026, hourly report. CO in tenths of mg/m3, the others in µg/m3.
INDEX = (0, 50, 100, 150, 200, 300, 400, 500)
BREAKPOINTS = {
    "SO2": (0, 150, 500, 650, 800),
    "NO2": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "CO": (0, 50, 100, 350, 600, 900, 1200, 1500),
    "O3": (0, 160, 200, 300, 400, 800, 1000, 1200),
    "PM10": (0, 50, 120, 250, 350, 420, 500, 600),
    "PM25": (0, 35, 60, 115, 150, 250, 350, 500),
}
# The values of the year: row and item mixed, so that neighbours are unlike; every 31st is missing. As in the Rust bench.
RANGES = (60, 120, 30, 260, 320, 240)


def table_of(item):
    points = list(zip(BREAKPOINTS[item], INDEX))
    table = [0]
    for (low, low_index), (high, high_index) in zip(points, points[1:]):
        for value in range(low + 1, high + 1):
            table.append(low_index - (-(high_index - low_index) * (value - low)) // (high - low))
    table.append(table[-1])
    table.append(-1)
    return table


def columns(np, rows):
    row = np.arange(rows, dtype=np.uint64)
    made = []
    for item, size in enumerate(RANGES):
        mixed = (row * np.uint64(6) + np.uint64(item)) * np.uint64(0x9E3779B97F4A7C15)
        value = ((mixed >> np.uint64(33)) % np.uint64(size)).astype(np.int32)
        value[(mixed >> np.uint64(20)) % np.uint64(31) == 0] = -1
        made.append(value)
    return made


def numpy_reference(rows, repeat):
    import numpy as np

    block = 4096
    tables = [np.array(table_of(item), dtype=np.int16) for item in ITEMS]
    given = columns(np, rows)
    iaqi = [np.empty(rows, dtype=np.int16) for _ in ITEMS]
    aqi = np.empty(rows, dtype=np.int16)
    primary = np.empty(rows, dtype=np.uint8)
    level = np.empty(rows, dtype=np.uint8)
    levels = np.array([1] * 51 + [2] * 50 + [3] * 50 + [4] * 50 + [5] * 100 + [6] * 200 + [0], dtype=np.uint8)
    place = np.empty(block, dtype=np.int32)
    equal = np.empty(block, dtype=bool)
    bits = np.empty(block, dtype=np.uint8)
    best = float("inf")
    for _ in range(repeat):
        begin = time.perf_counter()
        for start in range(0, rows, block):
            rows_here = slice(start, min(start + block, rows))
            size = rows_here.stop - start
            for values, table, out in zip(given, tables, iaqi):
                # Above the scale the index stays; below zero (missing) the last entry says unknown.
                np.minimum(values[rows_here], len(table) - 2, out=place[:size])
                np.take(table, place[:size], out=out[rows_here], mode="wrap")
            largest = aqi[rows_here]
            np.copyto(largest, iaqi[0][rows_here])
            for out in iaqi[1:]:
                np.maximum(largest, out[rows_here], out=largest)
            sets = primary[rows_here]
            sets.fill(0)
            for bit, out in enumerate(iaqi):
                np.equal(out[rows_here], largest, out=equal[:size])
                np.multiply(equal[:size].view(np.uint8), 1 << bit, out=bits[:size])
                np.bitwise_or(sets, bits[:size], out=sets)
            np.greater(largest, 50, out=equal[:size])
            np.multiply(sets, equal[:size].view(np.uint8), out=sets)
            np.take(levels, largest, out=level[rows_here], mode="wrap")
        best = min(best, time.perf_counter() - begin)
    return rows * len(ITEMS) / best, int(aqi.sum(dtype=np.int64)), int(primary.sum(dtype=np.int64))


def aqi_hub(rows):
    import warnings

    from aqi_hub.aqi_cn.aqi import cal_aqi_cn, cal_primary_pollutant

    warnings.simplefilter("ignore")
    import numpy as np

    so2, no2, co, o3, pm10, pm25 = (
        [None if value < 0 else int(value) for value in column] for column in columns(np, rows)
    )
    co = [None if value is None else value / 10 for value in co]
    begin = time.perf_counter()
    total = 0
    for row in range(rows):
        index, iaqi = cal_aqi_cn(
            pm25=pm25[row], pm10=pm10[row], so2=so2[row], no2=no2[row], co=co[row], o3=o3[row], data_type="hourly"
        )
        cal_primary_pollutant(iaqi)
        total += -1 if index is None else index
    return rows * len(ITEMS) / (time.perf_counter() - begin), total, 0


def main():
    rows, rows_of_aqi_hub, repeat = (int(said) for said in sys.argv[1:])
    have = {name: importlib.util.find_spec(name) is not None for name in ("numpy", "aqi_hub")}
    peers = (
        ("numpy", have["numpy"], lambda: numpy_reference(rows, repeat)),
        ("aqi-hub", have["numpy"] and have["aqi_hub"], lambda: aqi_hub(rows_of_aqi_hub)),
    )
    for name, present, measure in peers:
        print(name, *(measure() if present else ("absent",)), sep="\t", flush=True)


main()
