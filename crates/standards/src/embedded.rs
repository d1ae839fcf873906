//! The list of embedded tables: the only place that names their files.

macro_rules! embedded {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../tables/", $path)))),*] };
}

/// Path under `tables/` and text of every table.
pub(crate) static EMBEDDED: &[(&str, &str)] = embedded![
    "automatic-stations/required.csv",
    "gb3095-2012/limits.csv",
    "gb3095-2012/validity.csv",
    "gb3095-2026-final/limits.csv",
    "gb3095-2026-transition/limits.csv",
    "gb3095-2026/validity.csv",
    "gb3838-2002/table1.csv",
    "hj633-2012/beyond.csv",
    "hj633-2012/breakpoints.csv",
    "hj633-2012/levels.csv",
    "hj633-2012/realtime_practice.csv",
    "hj633-2012/reports.csv",
    "hj633-2012/rules.csv",
    "hj633-2026/beyond.csv",
    "hj633-2026/breakpoints.csv",
    "hj633-2026/input_rounding.csv",
    "hj633-2026/levels.csv",
    "hj633-2026/reports.csv",
    "hj633-2026/rules.csv",
    "hj663-2013/statistics.csv",
    "hj663-2026/statistics.csv",
    "huanban-2011-22/grades.csv",
    "huanban-2011-22/items.csv",
    "huanban-2011-22/main_pollutants.csv",
    "huanban-2011-22/periods.csv",
];
