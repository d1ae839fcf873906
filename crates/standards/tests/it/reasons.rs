//! What a judgement says of itself, in both languages.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use standards::air::{
    self, AqiEdition, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly, city_mean,
    day_mean, judge_year, o3_8h_max,
};
use standards::water::{self, Period, WaterBody, judge_automatic_station, judge_section};
use standards::{Language, Reason, item};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn values(given: &[(&str, &str)]) -> Vec<(&'static item::ItemDef, Decimal)> {
    given
        .iter()
        .map(|(code, value)| (item::by_code(code).unwrap(), number(value)))
        .collect()
}

/// The tree as indented lines, each with its rule and its mark.
fn told(reason: &Reason, language: Language) -> String {
    fn line(reason: &Reason, language: Language, depth: usize, out: &mut Vec<String>) {
        let rule = reason.rule.as_ref();
        let rule = rule.map_or(String::new(), |rule| {
            format!(" [{}, {}, {:?}]", rule.standard, rule.clause, rule.certainty)
        });
        out.push(format!(
            "{}{}{rule}",
            "  ".repeat(depth),
            reason.says.in_language(language)
        ));
        for cause in &reason.because {
            line(cause, language, depth + 1, out);
        }
    }
    let mut out = Vec::new();
    line(reason, language, 0, &mut out);
    out.join("\n")
}

#[test]
fn a_section_says_why_in_chinese() {
    let given = [
        ("PH", "7.6"),
        ("DO", "5.6"),
        ("TN", "3.2"),
        ("NH3N", "1.2"),
        ("TP", "0.15"),
        ("PB", "0.06"),
        ("EC", "400"),
    ];
    let verdict = judge_section(day("2024-05-01"), WaterBody::River, &values(&given));
    insta::assert_snapshot!(told(&verdict.reason, Language::Chinese), @"
    断面水质为Ⅴ类（中度污染），由铅决定：各评价指标中类别最差者为断面类别 [环办〔2011〕22号, evaluated items, the worst decides (评价指标、单因子评价), V2]
      铅 0.06 mg/L：＞ Ⅳ类限值 0.05，≤ Ⅴ类限值 0.1 → Ⅴ类 [GB 3838-2002, table 1 (表1), item 18 (第18项), V2]
      氨氮 1.2 mg/L：＞ Ⅲ类限值 1，≤ Ⅳ类限值 1.5 → Ⅳ类 [GB 3838-2002, table 1 (表1), item 7 (第7项), V2]
      溶解氧 5.6 mg/L：＜ Ⅱ类限值 6，≥ Ⅲ类限值 5 → Ⅲ类 [GB 3838-2002, table 1 (表1), item 3 (第3项), V2]
      总磷 0.15 mg/L：＞ Ⅱ类限值 0.1，≤ Ⅲ类限值 0.2 → Ⅲ类 [GB 3838-2002, table 1 (表1), item 8 (第8项), V2]
      pH值 7.6：在 6～9 之内 → Ⅰ类 [GB 3838-2002, table 1 (表1), item 2 (第2项), V2]
      总氮 3.2 mg/L：本标准无限值（单独列出，不参与断面类别） [GB 3838-2002, table 1 (表1), V2]
      电导率 400 μS/cm：本标准无限值（不属评价指标） [GB 3838-2002, table 1 (表1), V2]
      主要污染指标：铅（Ⅴ类，超标 0.2 倍）、氨氮（Ⅳ类，超标 0.2 倍） [环办〔2011〕22号, main pollutants of a section and of a river (主要污染指标), V1]
    ");
}

#[test]
fn a_metal_outside_the_first_three_says_why_it_is_named() {
    let given = [("CODMN", "16"), ("COD", "45"), ("NH3N", "2.4"), ("PB", "0.06")];
    let verdict = judge_section(day("2024-05-01"), WaterBody::River, &values(&given));
    let named = verdict.reason.because.last().unwrap();
    insta::assert_snapshot!(told(named, Language::Chinese), @"
    主要污染指标：高锰酸盐指数（劣Ⅴ类，超标 1.7 倍）、氨氮（劣Ⅴ类，超标 1.4 倍）、化学需氧量（劣Ⅴ类，超标 1.2 倍）、铅（Ⅴ类，超标 0.2 倍） [环办〔2011〕22号, main pollutants of a section and of a river (主要污染指标), V1]
      氰化物和重金属超过Ⅲ类时，在前三项之外一并列出 [环办〔2011〕22号, cyanide and heavy metals above class III (氰化物、重金属超Ⅲ类), K]
    ");
    assert_eq!(water::below_detection(number("0.02")), Some(number("0.01")));
}

#[test]
fn a_lake_says_why_in_english() {
    let given = [
        ("PH", "9.3"),
        ("PH", "6"),
        ("DO", "8"),
        ("CODMN", "-1"),
        ("TP", "0.06"),
        ("TN", "1.2"),
    ];
    let verdict = judge_section(day("2024-05-01"), WaterBody::Lake, &values(&given));
    insta::assert_snapshot!(told(&verdict.reason, Language::English), @"
    the section is worse than class V (heavily polluted), decided by pH: the worst item decides [环办〔2011〕22号, evaluated items, the worst decides (评价指标、单因子评价), V2]
      pH 9.3: outside 6 to 9 → worse than class V [GB 3838-2002, table 1 (表1), item 2 (第2项), V2]
      Total phosphorus 0.06 mg/L: > 0.05 (limit of class III), ≤ 0.1 (limit of class IV) → class IV [GB 3838-2002, table 1 (表1), item 8 (第8项), V2]
      pH 6: within 6 to 9 → class I [GB 3838-2002, table 1 (表1), item 2 (第2项), V2]
      Dissolved oxygen 8 mg/L: ≥ 7.5 (limit of class I) → class I [GB 3838-2002, table 1 (表1), item 3 (第3项), V2]
      Permanganate index -1 mg/L: negative, so not a concentration: not evaluated [GB 3838-2002, table 1 (表1), item 4 (第4项), V2]
      Total nitrogen 1.2 mg/L: > 1 (limit of class III), ≤ 1.5 (limit of class IV) → class IV (reported beside the class of the section) [GB 3838-2002, table 1 (表1), item 9 (第9项), V2]
      main pollutants: pH (worse than class V); Total phosphorus (class IV, 0.2 times above class III) [环办〔2011〕22号, main pollutants of a section and of a river (主要污染指标), V1]
    ");
}

#[test]
fn an_unknown_class_says_what_is_lacking() {
    let given = values(&[("PH", "7.6"), ("DO", "5.6"), ("TP", "0.15")]);
    let station = judge_automatic_station(day("2024-05-01"), WaterBody::River, &given);
    let nothing = judge_section(
        day("2024-05-01"),
        WaterBody::River,
        &values(&[("TN", "1"), ("EC", "400")]),
    );
    let before = judge_section(day("1999-05-01"), WaterBody::River, &given);
    assert_eq!((station.class, nothing.class, before.class), (None, None, None));
    let heads =
        [&station, &nothing, &before].map(|verdict| format!("{}\n{}", verdict.reason.says.zh, verdict.reason.says.en));
    insta::assert_snapshot!(heads.join("\n"), @"
    缺高锰酸盐指数、氨氮，自动站不评类别，类别未知
    Permanganate index, Ammonia nitrogen missing: an automatic station gets no class, unknown
    没有可评价的指标，类别未知
    no item that can be evaluated: class unknown
    1999-05-01 尚无收录的地表水环境质量标准，类别未知
    no surface-water standard on record applies on 1999-05-01: class unknown
    ");
}

#[test]
fn means_say_how_much_there_is() {
    let nh3n = item::by_code("NH3N").unwrap();
    let monthly: Vec<Decimal> = (1..=11).map(Decimal::from).collect();
    let year = water::mean(Period::Year, nh3n, &monthly);
    let with_ice = water::mean(Period::YearWithIce, nh3n, &monthly);
    let huge = water::mean(Period::Quarter, nh3n, &[Decimal::MAX, Decimal::MAX]);
    assert_eq!(
        (year.value, with_ice.value, huge.value),
        (None, Some(number("6")), None)
    );
    let told = [&year, &with_ice, &huge].map(|mean| told(&mean.reason, Language::Chinese));
    insta::assert_snapshot!(told.join("\n"), @"
    氨氮年均值未知：只有 11 个值，至少需 12 个 [环办〔2011〕22号, data statistics (数据统计), year, K]
    氨氮年均值（含冰封期） 6.000 mg/L：11 个值的算术平均（至少需 8 个） [环办〔2011〕22号, data statistics (数据统计), year_with_ice, K]
    氨氮季均值未知：数值过大，无法精确求和 [环办〔2011〕22号, data statistics (数据统计), quarter, K]
    ");
}

#[test]
fn a_day_of_air_says_why() {
    let given = DayConcentrations {
        so2: Some(number("8")),
        no2: Some(number("35")),
        co: Some(number("2.2")),
        o3_1h: None,
        o3_8h: Some(number("801")),
        pm10: Some(number("110")),
        pm25: Some(number("82")),
    };
    let aqi = aqi_daily(AqiEdition::Hj633_2012, &given);
    insta::assert_snapshot!(told(&aqi.reason, Language::Chinese), @"
    AQI 109，三级（轻度污染）：取各分指数的最大值 [HJ 633-2012, items of the daily and the hourly report (日报、时报指标), V2]
      PM2.5 82 μg/m³ 在 75～115 之间 → IAQI 109（(150−100)/(115−75)×(82−75)+100，向上进位取整） [HJ 633-2012, table 1 (表1), V2]
      PM10 110 μg/m³ 在 50～150 之间 → IAQI 80（(100−50)/(150−50)×(110−50)+50，向上进位取整） [HJ 633-2012, table 1 (表1), V2]
      一氧化碳 2.2 mg/m³ 在 2～4 之间 → IAQI 55（(100−50)/(4−2)×(2.2−2)+50，向上进位取整） [HJ 633-2012, table 1 (表1), V2]
      二氧化氮 35 μg/m³ 在 0～40 之间 → IAQI 44（(50−0)/(40−0)×(35−0)+0，向上进位取整） [HJ 633-2012, table 1 (表1), V2]
      二氧化硫 8 μg/m³ 在 0～50 之间 → IAQI 8（(50−0)/(50−0)×(8−0)+0，向上进位取整） [HJ 633-2012, table 1 (表1), V2]
      臭氧 无有效监测值，分指数未知
      臭氧8小时 801 μg/m³ 高于表中最高浓度 800 → 无分指数，改用1小时平均计算的分指数 [HJ 633-2012, notes 2 and 3 of table 1 (表1注), V2]
      109 在 101～150 之内 → 三级（轻度污染，橙色） [HJ 633-2012, table 2 (表2), V2]
      首要污染物：PM2.5（AQI 大于 50 时分指数最大者，并列同报） [HJ 633-2012, primary, exceeding and incomplete (首要污染物、超标污染物、数据缺失), V2]
      缺臭氧，按其余项目发布 AQI [HJ 633-2012, primary, exceeding and incomplete (首要污染物、超标污染物、数据缺失), V2]
    ");
    let given = DayConcentrations {
        pm25: Some(number("60.5")),
        o3_8h: None,
        ..given
    };
    let aqi = aqi_daily(AqiEdition::Hj633_2026, &given);
    insta::assert_snapshot!(told(&aqi.reason, Language::English), @"
    AQI 100, level 2 (good): the largest of the pollutants' indexes [HJ 633-2026, items of the daily and the hourly report (日报、时报指标), V2]
      PM2.5 60 μg/m³ lies between 35 and 60 → IAQI 100 ((100−50)/(60−35)×(60−35)+50, rounded up) [HJ 633-2026, table 3 (表3), V2]
        60.5 μg/m³ is first rounded to 60 μg/m³ [HJ 633-2026, rounding before the index (计算前修约), GB/T 8170, V2]
      PM10 110 μg/m³ lies between 50 and 120 → IAQI 93 ((100−50)/(120−50)×(110−50)+50, rounded up) [HJ 633-2026, table 3 (表3), V2]
      CO 2.2 mg/m³ lies between 2 and 4 → IAQI 55 ((100−50)/(4−2)×(2.2−2)+50, rounded up) [HJ 633-2026, table 3 (表3), V2]
      NO2 35 μg/m³ lies between 0 and 40 → IAQI 44 ((50−0)/(40−0)×(35−0)+0, rounded up) [HJ 633-2026, table 3 (表3), V2]
      SO2 8 μg/m³ lies between 0 and 50 → IAQI 8 ((50−0)/(50−0)×(8−0)+0, rounded up) [HJ 633-2026, table 3 (表3), V2]
      O3 8 h not measured or not valid: index unknown
      100 lies within 51 to 100 → level 2 (good, yellow) [HJ 633-2026, table 1 (表1), V2]
      primary: PM2.5 (largest index, AQI above 50; ties are joint) [HJ 633-2026, primary, exceeding and incomplete (首要污染物、超标污染物、数据缺失), V2]
      O3 8 h missing and AQI 100 not above 100: not published (NA), single pollutants only [HJ 633-2026, primary, exceeding and incomplete (首要污染物、超标污染物、数据缺失), V2]
    ");
}

#[test]
fn an_hour_of_air_names_the_practice_it_follows() {
    let given = HourConcentrations {
        pm25: Some(number("82")),
        o3_8h: Some(number("170")),
        ..HourConcentrations::default()
    };
    let practice = aqi_hourly(AqiEdition::Hj633_2012, &given, HourlyParticles::OneHour);
    let text = aqi_hourly(AqiEdition::Hj633_2012, &given, HourlyParticles::MovingMean24h);
    let newer = aqi_hourly(AqiEdition::Hj633_2026, &given, HourlyParticles::OneHour);
    let without = aqi_hourly(AqiEdition::Hj633_2026, &given, HourlyParticles::MovingMean24h);
    let shown = [practice, text, newer, without].map(|aqi| {
        let rule = aqi.reason.rule.as_ref().unwrap();
        let publish = if aqi.publish { "published" } else { "not published" };
        format!("{:?} {publish} by {}, {}", aqi.value, rule.standard, rule.clause)
    });
    insta::assert_snapshot!(shown.join("\n"), @"
    Some(109) published by HJ 633-2012 实时发布口径, national real-time publication: 1 h particles in the 24 h columns, no 8 h ozone
    Some(110) published by HJ 633-2012, items of the daily and the hourly report (日报、时报指标)
    Some(120) published by HJ 633-2026, items of the daily and the hourly report (日报、时报指标)
    None not published by HJ 633-2026, items of the daily and the hourly report (日报、时报指标)
    ");
}

#[test]
fn days_and_cities_need_enough_data() {
    let pm25 = item::by_code("PM25").unwrap();
    let of = |valid: usize, of: usize| -> Vec<Option<Decimal>> {
        (0..of).map(|at| (at < valid).then_some(number("41"))).collect()
    };
    let on = day("2024-05-01");
    let shown = [
        day_mean(on, pm25, &of(20, 24)),
        day_mean(on, pm25, &of(19, 24)),
        day_mean(on, pm25, &of(25, 25)),
        city_mean(on, pm25, &of(3, 4)),
        city_mean(on, pm25, &of(5, 7)),
        city_mean(day("2026-05-01"), pm25, &of(6, 7)),
        city_mean(on, pm25, &[]),
    ]
    .map(|statistic| told(&statistic.reason, Language::Chinese));
    insta::assert_snapshot!(shown.join("\n"), @"
    PM2.5 日均值 41 μg/m³：20 个有效小时的算术平均（至少需 20 个） [GB 3095-2012, table 4 (表4), K]
    PM2.5 日均值未知：只有 19 个有效小时，至少需 20 个 [GB 3095-2012, table 4 (表4), K]
    给出 25 个小时值，一日至多 24 个，不予统计
    PM2.5 城市均值 41 μg/m³：4 个点位中 3 个有效（至少需 75%，即 3 个） [HJ 663-2013, statistics over time and space (统计方法), K]
    PM2.5 城市均值未知：7 个点位中只有 5 个有效，至少需 75%（6 个） [HJ 663-2013, statistics over time and space (统计方法), K]
    PM2.5 城市均值 41 μg/m³：7 个点位中 6 个有效（至少需 75%，即 6 个） [HJ 663-2026, statistics over time and space (统计方法), PD]
    PM2.5 城市均值未知：0 个点位中只有 0 个有效，至少需 75%（0 个） [HJ 663-2013, statistics over time and space (统计方法), K]
    ");
}

#[test]
fn ozone_of_a_day_is_valid_with_fourteen_windows_or_above_the_limit() {
    let on = day("2024-05-01");
    let hours = |first: usize, value: &str| -> Vec<Option<Decimal>> {
        (0..24).map(|hour| (hour >= first).then_some(number(value))).collect()
    };
    let mut peak = hours(0, "100");
    peak[12..20].fill(Some(number("180")));
    let shown = [
        o3_8h_max(on, &peak),
        o3_8h_max(on, &hours(5, "120")),
        o3_8h_max(on, &hours(6, "120")),
        o3_8h_max(on, &hours(6, "161")),
        o3_8h_max(on, &[]),
    ]
    .map(|statistic| told(&statistic.reason, Language::Chinese));
    insta::assert_snapshot!(shown.join("\n"), @"
    臭氧日最大8小时平均 180 μg/m³，截至 20:00；17 个有效滑动平均（至少需 14 个） [HJ 663-2013, statistics over time and space (统计方法), K]
    臭氧日最大8小时平均 120 μg/m³，截至 24:00；14 个有效滑动平均（至少需 14 个） [HJ 663-2013, statistics over time and space (统计方法), K]
    臭氧日最大8小时平均未知：有效滑动平均只有 13 个，至少需 14 个 [HJ 663-2013, statistics over time and space (统计方法), K]
      日最大8小时平均二级限值 160 μg/m³ [GB 3095-2012, tables 1 and 2 (表1、表2), level 2 (二级), V1]
    臭氧日最大8小时平均 161 μg/m³，截至 24:00；有效滑动平均只有 13 个，但已超过限值，仍有效 [HJ 663-2013, statistics over time and space (统计方法), K]
      日最大8小时平均二级限值 160 μg/m³ [GB 3095-2012, tables 1 and 2 (表1、表2), level 2 (二级), V1]
    臭氧日最大8小时平均未知：有效滑动平均只有 0 个，至少需 14 个 [HJ 663-2013, statistics over time and space (统计方法), K]
      日最大8小时平均二级限值 160 μg/m³ [GB 3095-2012, tables 1 and 2 (表1、表2), level 2 (二级), V1]
    ");
}

#[test]
fn a_year_names_its_short_months() {
    let all: Vec<(NaiveDate, Option<u32>)> = day("2015-01-01")
        .iter_days()
        .take(365)
        .map(|date| (date, Some(if date.to_string().ends_with("-01") { 210 } else { 80 })))
        .collect();
    let full = judge_year(2015, &all);
    assert!(full.valid);
    assert_eq!((full.good_days, full.heavy_days, full.valid_days), (353, 12, 365));
    let gaps: Vec<_> = all
        .iter()
        .map(|(date, aqi)| (*date, aqi.filter(|_| !date.to_string().starts_with("2015-08-0"))))
        .collect();
    let short = judge_year(2015, &gaps);
    assert!(!short.valid);
    let none = judge_year(2031, &all);
    assert_eq!(none.ratio_shown, None);
    let shown = [full, short, none].map(|year| told(&year.reason, Language::Chinese));
    insta::assert_snapshot!(shown.join("\n"), @"
    2015 年优良天数比例 96.7%：AQI≤100 的 353 天 ÷ 有效 365 天 [HJ 663-2013, statistics over time and space (统计方法), K]
      有效 365 天 ≥ 324 天；各月均足数 → 全年数据有效 [GB 3095-2012, table 4 (表4), K]
      重度及以上污染（AQI>200）12 天 [HJ 663-2013, statistics over time and space (统计方法), K]
    2015 年优良天数比例 96.9%：AQI≤100 的 345 天 ÷ 有效 356 天 [HJ 663-2013, statistics over time and space (统计方法), K]
      有效 356 天 ≥ 324 天；不足月份：8 月 22 天（需 27） → 数据不足，不能作出年度结论 [GB 3095-2012, table 4 (表4), K]
      重度及以上污染（AQI>200）11 天 [HJ 663-2013, statistics over time and space (统计方法), K]
    2031 年无有效监测日，优良天数比例未知 [HJ 663-2026, statistics over time and space (统计方法), PD]
      有效 0 天 ＜ 324 天；不足月份：1 月 0 天（需 27）、2 月 0 天（需 25）、3 月 0 天（需 27）、4 月 0 天（需 27）、5 月 0 天（需 27）、6 月 0 天（需 27）、7 月 0 天（需 27）、8 月 0 天（需 27）、9 月 0 天（需 27）、10 月 0 天（需 27）、11 月 0 天（需 27）、12 月 0 天（需 27） → 数据不足，不能作出年度结论 [GB 3095-2026, table 4 (表4), V2]
      重度及以上污染（AQI>200）0 天 [HJ 663-2026, statistics over time and space (统计方法), PD]
    ");
    assert!(!air::judge_year(i32::MAX, &all).valid);
}

#[test]
fn the_least_year_that_is_valid() {
    // 27 days in every month, 25 in February, and two more: 324. 100 is still a good day, 200 not yet a heavy one.
    let least: Vec<(NaiveDate, Option<u32>)> = day("2015-01-01")
        .iter_days()
        .take(365)
        .filter(|date| match (date.month(), date.day()) {
            (2, day) => day <= 25,
            (1 | 3, day) => day <= 28,
            (_, day) => day <= 27,
        })
        .map(|date| (date, Some(if date.day() == 5 { 200 } else { 100 })))
        .collect();
    let enough = judge_year(2015, &least);
    assert_eq!(
        (enough.valid_days, enough.good_days, enough.heavy_days, enough.valid),
        (324, 312, 0, true)
    );
    assert!(
        enough.reason.because[0]
            .says
            .zh
            .starts_with("有效 324 天 ≥ 324 天；各月均足数")
    );
    let without = |date: &str| {
        let given: Vec<_> = least.iter().filter(|(other, _)| *other != day(date)).copied().collect();
        judge_year(2015, &given)
    };
    // One day less in January leaves every month enough, but the year short; in December it leaves both short.
    assert!(!without("2015-01-28").valid);
    assert!(
        without("2015-01-28").reason.because[0]
            .says
            .zh
            .starts_with("有效 323 天 ＜ 324 天；各月均足数")
    );
    assert!(
        without("2015-12-27").reason.because[0]
            .says
            .zh
            .contains("不足月份：12 月 26 天")
    );
    let months = [28, 25, 28, 27, 27, 27, 27, 27, 27, 27, 27, 27];
    let suffice = |valid_days, months| air::days_suffice(day("2026-06-01"), &air::YearDays { valid_days, months });
    assert!(suffice(324, months));
    assert!(!suffice(323, months));
    assert!(!suffice(400, [28, 24, 28, 27, 27, 27, 27, 27, 27, 27, 27, 27]));
    assert!(!suffice(400, [26, 25, 28, 27, 27, 27, 27, 27, 27, 27, 27, 27]));
}
