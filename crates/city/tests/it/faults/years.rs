//! Calendars and profiles.

use super::{Case, Kind, told};

const YEAR: &str = "calendar/2019.toml";
const CHIEFS: &str = "profiles/responsibility.toml";

pub const CASES: &[Case] = &[
    (
        Kind::YearIsNotFileName,
        &[(YEAR, "", "year = 2018\nsource = \"通知\"\ncertainty = \"V2\"\n")],
    ),
    (
        Kind::DayOutsideYear,
        &[(
            YEAR,
            "",
            "year = 2019\nsource = \"通知\"\ncertainty = \"V2\"\n\n[[workday]]\nday = 2018-12-29\nfor = { zh = \"元旦\", en = \"New Year\" }\n",
        )],
    ),
    (
        Kind::PeriodBackwards,
        &[(
            YEAR,
            "",
            "year = 2019\nsource = \"通知\"\ncertainty = \"V2\"\n\n[[holiday]]\nname = { zh = \"清明节\", en = \"Qingming\" }\nfrom = 2019-04-07\nto = 2019-04-05\n",
        )],
    ),
    (
        Kind::HolidaysOverlap,
        &[(
            YEAR,
            "",
            "year = 2019\nsource = \"通知\"\ncertainty = \"V2\"\n\n[[holiday]]\nname = { zh = \"中秋节\", en = \"Mid-Autumn\" }\nfrom = 2019-09-30\nto = 2019-10-02\n\n[[holiday]]\nname = { zh = \"国庆节\", en = \"National Day\" }\nfrom = 2019-10-01\nto = 2019-10-07\n",
        )],
    ),
    (
        Kind::WorkdayOnWeekday,
        &[(
            YEAR,
            "",
            "year = 2019\nsource = \"通知\"\ncertainty = \"V2\"\n\n[[workday]]\nday = 2019-04-29\nfor = { zh = \"劳动节\", en = \"Labour Day\" }\n",
        )],
    ),
    (
        Kind::CalendarGap,
        &[
            (
                "calendar/2018.toml",
                "",
                "year = 2018\nsource = \"通知\"\ncertainty = \"V2\"\n",
            ),
            (
                "calendar/2020.toml",
                "",
                "year = 2020\nsource = \"通知\"\ncertainty = \"V2\"\n",
            ),
        ],
    ),
    (
        Kind::CalendarMissing,
        &[
            (
                "procedures/repair.toml",
                "length = 15\nunit = \"calendar-days\"",
                "length = 11\nunit = \"working-days\"",
            ),
            (
                "procedures/repair.toml",
                ", due = [{ clock = \"limit\", on = 2019-03-26 }]",
                "",
            ),
        ],
    ),
    (
        Kind::UnknownProfile,
        &[("profiles/responsability.toml", "", "variant = \"P-SHT\"\n")],
    ),
    (Kind::UnknownVariant, &[(CHIEFS, "", "variant = \"P-SHP\"\n")]),
    (
        Kind::UnitOfParameter,
        &[(
            CHIEFS,
            "",
            "[[parameter]]\nid = \"patrol_min_minutes\"\nunit = \"hours\"\n[[parameter.value]]\nvalue = \"10\"\nfrom = 2019-01-01\ncertainty = \"V1\"\nsource = \"市河长办\"\n",
        )],
    ),
    (
        Kind::ValueIsNoNumber,
        &[(
            CHIEFS,
            "",
            "[[parameter]]\nid = \"patrol_min_minutes\"\n[[parameter.value]]\nvalue = \"ten\"\nfrom = 2019-01-01\ncertainty = \"V1\"\nsource = \"市河长办\"\n",
        )],
    ),
    (
        Kind::ValuesOverlap,
        &[(
            CHIEFS,
            "",
            "[[parameter]]\nid = \"patrol_min_minutes\"\n[[parameter.value]]\nvalue = \"10\"\nfrom = 2019-01-01\ncertainty = \"V1\"\nsource = \"市河长办\"\n[[parameter.value]]\nvalue = \"20\"\nfrom = 2020-01-01\ncertainty = \"V1\"\nsource = \"市河长办\"\n",
        )],
    ),
];

#[test]
fn what_is_told_about_calendars_and_profiles() {
    let all: Vec<String> = CASES.iter().map(|(kind, _)| told(*kind)).collect();
    insta::assert_snapshot!(all.join("\n"), @r#"
    city::year-is-not-file-name

      × the file says 2018, but its name is not 2018.toml
       ╭─[calendar/2019.toml:1:8]
     1 │ year = 2018
       ·        ────
     2 │ source = "通知"
       ╰────
      help: rename it to calendar/2018.toml
    文件里写的是2018年，文件名却不是 2018.toml（改名为 calendar/2018.toml）
    city::day-outside-year

      × 2018-12-29 does not lie in 2019
       ╭─[calendar/2019.toml:6:7]
     5 │ [[workday]]
     6 │ day = 2018-12-29
       ·       ──────────
     7 │ for = { zh = "元旦", en = "New Year" }
       ╰────
      help: write it into calendar/2018.toml
    2018-12-29不在2019年（写入 calendar/2018.toml）
    city::period-backwards

      × 2019-04-05 lies before 2019-04-07
       ╭─[calendar/2019.toml:8:6]
     7 │ from = 2019-04-07
     8 │ to = 2019-04-05
       ·      ──────────
       ╰────
      help: from is the first day, to is the last
    2019-04-05早于2019-04-07（from 是第一天，to 是最后一天）
    city::holidays-overlap

      × National Day overlaps Mid-Autumn (2019-09-30 to 2019-10-02)
        ╭─[calendar/2019.toml:13:6]
     12 │ from = 2019-10-01
     13 │ to = 2019-10-07
        ·      ──────────
        ╰────
      help: write holidays that run into each other as one
    国庆节与中秋节（2019-09-30至2019-10-02）重叠（相连的假期合成一条）
    city::workday-on-weekday

      × 2019-04-29 is a working day anyway
       ╭─[calendar/2019.toml:6:7]
     5 │ [[workday]]
     6 │ day = 2019-04-29
       ·       ──────────
     7 │ for = { zh = "劳动节", en = "Labour Day" }
       ╰────
      help: a make-up day is a Saturday or Sunday
    2019-04-29本来就是工作日（调休上班日只能是周六或周日）
    city::calendar-gap

      ⚠ no calendar of 2019: working days between cannot be counted
       ╭─[calendar/2020.toml:1:1]
     1 │ year = 2020
       · ▲
     2 │ source = "通知"
       ╰────
      help: add calendar/2019.toml
    没有2019年的节假日安排，其间的工作日无法推算（补上 calendar/2019.toml）
    city::calendar-missing

      ⚠ calendar/2018.toml: `repair` counts working days, but there is no calendar of 2018: its limits
      │ are unknown
      help: write calendar/2018.toml by the official notice, one file for each year
    calendar/2018.toml: “整改”按工作日计时，却没有2018年的节假日安排：期限不明（按国务院办公厅的通知写 calendar/2018.toml，各年一个文件）
    city::unknown-profile

      × there is no profile `responsability`
       ╭─[profiles/responsability.toml:1:1]
     1 │ variant = "P-SHT"
       · ▲
       ╰────
      help: did you mean `responsibility`?
    没有名为“responsability”的参数表（是否要写“responsibility”？）
    city::unknown-variant

      × there is no variant `P-SHP`
       ╭─[profiles/responsibility.toml:1:11]
     1 │ variant = "P-SHP"
       ·           ───────
       ╰────
      help: did you mean `P-SHT`?
    没有变体“P-SHP”（是否要写“P-SHT”？）
    city::unit-of-parameter

      × `patrol_min_minutes` is measured in min, not in hours
       ╭─[profiles/responsibility.toml:3:8]
     2 │ id = "patrol_min_minutes"
     3 │ unit = "hours"
       ·        ───────
     4 │ [[parameter.value]]
       ╰────
      help: convert the value, or leave the unit out
    参数“patrol_min_minutes”的单位是 min，不是 hours（换算后再写，或去掉 unit）
    city::value-is-no-number

      × the value `ten` of `patrol_min_minutes` is no number
       ╭─[profiles/responsibility.toml:4:9]
     3 │ [[parameter.value]]
     4 │ value = "ten"
       ·         ─────
     5 │ from = 2019-01-01
       ╰────
      help: write it like value = "80"
    参数“patrol_min_minutes”的值“ten”不是数（写法如 value = "80"）
    city::values-overlap

      × two values of `patrol_min_minutes` hold on 2020-01-01
       ╭─[profiles/responsibility.toml:1:1]
     1 │ [[parameter]]
       · ─────────────
     2 │ id = "patrol_min_minutes"
       ╰────
      help: end the first one with `to`
    参数“patrol_min_minutes”在2020-01-01有两个值（给前一个值写上 to）
    "#);
}
