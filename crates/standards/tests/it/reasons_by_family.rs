//! Every family of judgements explains itself in both languages and as data.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use standards::air::{AirLimits, YearStatistics, composite_index, evaluation_indexes, judge_year_attainment};
use standards::conventions::Conventions;
use standards::discharge::{
    DischargeGrade, GasAsk, PlantAge, PlantAsk, PlantGrade, Stage, judge_discharge_day, judge_gas_hour,
    judge_plant_day, quarter_capture,
};
use standards::drinking_source::judge_surface_source;
use standards::ecology::{QualityParts, ecological_change, ecological_quality_index};
use standards::groundwater::judge_groundwater;
use standards::item::by_code;
use standards::measured::Measured;
use standards::noise::{PartOfDay, judge_area_noise};
use standards::soil::{Land, LandCategory, farmland_unit_category, judge_development, judge_farmland};
use standards::trend::{Significance, spearman};
use standards::water::{
    Period, WaterBody, change_by_shares, city_index, judge_basin, judge_lake, judge_section, trophic_state,
};
use standards::{Language, Reason};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn results<'a>(given: &[(&'a str, &str)]) -> Vec<(&'a str, Measured)> {
    given
        .iter()
        .map(|(name, value)| (*name, value.parse().unwrap()))
        .collect()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn proposed() -> Conventions {
    Conventions::proposed(day())
}

/// The tree as indented lines, each with its document and mark.
fn told(reason: &Reason, language: Language) -> String {
    fn line(reason: &Reason, language: Language, depth: usize, out: &mut Vec<String>) {
        let rule = reason.rule.as_ref();
        let rule = rule.map_or(String::new(), |rule| {
            format!(" [{} {}]", rule.standard, rule.certainty.mark())
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

fn both(reason: &Reason) -> String {
    format!(
        "{}\n{}",
        told(reason, Language::Chinese),
        told(reason, Language::English)
    )
}

fn gas() -> standards::discharge::GasVerdict {
    let ask = GasAsk {
        standard: "GB 13271-2014",
        source: "燃气锅炉",
        stage: Some(Stage::New),
        region: None,
        condition: None,
        special: true,
        day: None,
    };
    judge_gas_hour(
        &ask,
        Some(number("5")),
        &results(&[("NOX", "140"), ("颗粒物", "<25"), ("CO", "3")]),
    )
    .unwrap()
}

#[test]
fn flue_gas() {
    insta::assert_snapshot!(both(&gas().reason), @"
    燃气锅炉 小时均值超限：NOX [GB 13271-2014 V2]
      颗粒物 <25 mg/m³：无有效结果或检出限高于限值 20，结果未知 [GB 13271-2014 V2]
        按基准氧含量折算：C ×（21 − 基准）÷（21 − 实测） [GB 13271-2014 V2]
      氮氧化物 140 × (21 − 3.5) / (21 − 5) = 153.12 mg/m³ > 150 [GB 13271-2014 V2]
        按基准氧含量折算：C ×（21 − 基准）÷（21 − 实测） [GB 13271-2014 V2]
      一氧化碳：该污染源无此项限值，不评
    gas-fired boiler: above the limit: NOX [GB 13271-2014 V2]
      Particulate matter <25 mg/m³: no valid result, or a detection limit above 20: unknown [GB 13271-2014 V2]
        converted to reference oxygen: C × (21 − reference) / (21 − measured) [GB 13271-2014 V2]
      Nitrogen oxides 140 × (21 − 3.5) / (21 − 5) = 153.12 mg/m³ > 150 [GB 13271-2014 V2]
        converted to reference oxygen: C × (21 − reference) / (21 − measured) [GB 13271-2014 V2]
      Carbon monoxide: this source has no limit for it, not judged
    ");
}

#[test]
fn wastewater() {
    let ask = PlantAsk {
        grade: PlantGrade::OneA,
        age: PlantAge::Since2006,
        water_celsius: Some(number("11.5")),
        inflow: &[],
    };
    let day = judge_plant_day(
        &proposed(),
        &ask,
        &results(&[("NH3N", "8.1"), ("总汞", "<0.002"), ("pH", "7")]),
    );
    insta::assert_snapshot!(both(&day.reason), @"
    日均值 2 项中 1 项超标；总汞 不能判定 [GB 18918-2002 V2]
      氨氮 8.1 > 8 [GB 18918-2002 V2]
      汞 <0.002 ? 0.001：不能判定 [GB 18918-2002 V2]
      pH值 7 ∈ 6～9 [GB 18918-2002 V2]
    1 of 2 daily means are above; Mercury cannot be told [GB 18918-2002 V2]
      Ammonia nitrogen 8.1 > 8 [GB 18918-2002 V2]
      Mercury <0.002 ? 0.001: cannot be told [GB 18918-2002 V2]
      pH 7 ∈ 6～9 [GB 18918-2002 V2]
    ");
    let other = judge_discharge_day(
        DischargeGrade::First,
        None,
        &results(&[("COD", "108"), ("烷基汞", "ND"), ("色度", "")]),
    );
    insta::assert_snapshot!(both(&other.reason), @"
    超标：COD [GB 8978-1996 V2]
      化学需氧量 108 > 100 [GB 8978-1996 V2]
      烷基汞 ND = ND [GB 8978-1996 V2]
      色度 —（限值 50）：不能判定 [GB 8978-1996 V2]
    above the limit: Chemical oxygen demand [GB 8978-1996 V2]
      Chemical oxygen demand 108 > 100 [GB 8978-1996 V2]
      Alkyl mercury ND = ND [GB 8978-1996 V2]
      Colour — (limit 50): cannot be told [GB 8978-1996 V2]
    ");
}

#[test]
fn soil() {
    let point = judge_farmland(
        Land::Paddy,
        Some(number("6.2")),
        &results(&[("CD", "0.45"), ("HG", "0.3"), ("AS", "12"), ("PB", "60"), ("CR", "80")]),
    );
    insta::assert_snapshot!(both(&point.reason), @"
    pH 6.2：安全利用类（按五项重金属中最严者） [环办土壤〔2019〕53号 V1]
      镉 0.45 mg/kg > 筛选值 0.4，≤ 管制值 2.0 [GB 15618-2018 V2]
      汞 0.3 mg/kg ≤ 筛选值 0.5，≤ 管制值 2.5 [GB 15618-2018 V2]
      砷 12 mg/kg ≤ 筛选值 30，≤ 管制值 150 [GB 15618-2018 V2]
      铅 60 mg/kg ≤ 筛选值 100，≤ 管制值 500 [GB 15618-2018 V2]
      铬 80 mg/kg ≤ 筛选值 250，≤ 管制值 850 [GB 15618-2018 V2]
    pH 6.2: safe use (the strictest of five metals) [环办土壤〔2019〕53号 V1]
      Cadmium 0.45 mg/kg > screening value 0.4, ≤ intervention value 2.0 [GB 15618-2018 V2]
      Mercury 0.3 mg/kg ≤ screening value 0.5, ≤ intervention value 2.5 [GB 15618-2018 V2]
      Arsenic 12 mg/kg ≤ screening value 30, ≤ intervention value 150 [GB 15618-2018 V2]
      Lead 60 mg/kg ≤ screening value 100, ≤ intervention value 500 [GB 15618-2018 V2]
      Chromium 80 mg/kg ≤ screening value 250, ≤ intervention value 850 [GB 15618-2018 V2]
    ");
    let item = judge_development(LandCategory::Second, "苯", Measured::Value(number("4.5")), None).unwrap();
    insta::assert_snapshot!(both(&item.reason), @"
    苯 4.5 mg/kg（筛选值 4，管制值 40）→ 高于筛选值，应详查和风险评估 [GB 36600-2018 V2]
    Benzene 4.5 mg/kg (screening 4, intervention 40) → above screening: survey and risk assessment [GB 36600-2018 V2]
    ");
    insta::assert_snapshot!(both(&farmland_unit_category(&[point.category.unwrap()]).reason), @"
    优先保护类 0.0 %, 安全利用类 100.0 %, 严格管控类 0.0 %（至少 80%）→ 安全利用类 [环办土壤〔2019〕53号 K]
    priority protection 0.0 %, safe use 100.0 %, strict control 0.0 % (at least 80 %) → safe use [环办土壤〔2019〕53号 K]
    ");
}

#[test]
fn groundwater_and_sources() {
    let sample = judge_groundwater(
        &proposed(),
        &results(&[("锰", "0.42"), ("LAS", "ND"), ("嗅和味", "无"), ("铁", "")]),
    );
    insta::assert_snapshot!(both(&sample.reason), @"
    地下水质量Ⅳ类，由锰决定：取单项最差类别 [GB/T 14848-2017 V2]
      锰 0.42 mg/L ≤ 1.50 → Ⅳ类 [GB/T 14848-2017 V2]
      阴离子表面活性剂 未检出 → Ⅰ类 [GB/T 14848-2017 V2]
      嗅和味 无 → Ⅰ类 [GB/T 14848-2017 V2]
      铁 无结果：无有效结果，或与该项目的限值形式不符，不评 [GB/T 14848-2017 V2]
    groundwater class Ⅳ, decided by Manganese: the worst item [GB/T 14848-2017 V2]
      Manganese 0.42 mg/L ≤ 1.50 → class Ⅳ [GB/T 14848-2017 V2]
      Anionic surfactants not detected → class Ⅰ [GB/T 14848-2017 V2]
      Smell and taste absent → class Ⅰ [GB/T 14848-2017 V2]
      Iron no result: no valid result, or not of the kind of this item's limits: not judged [GB/T 14848-2017 V2]
    ");
    let month = judge_surface_source(
        day(),
        WaterBody::Lake,
        &results(&[("TP", "0.06"), ("TN", "1.8"), ("铁", "0.28"), ("DO", "7")]),
    );
    insta::assert_snapshot!(both(&month.reason), @"
    3 项中 1 项超标，水源当月不达标 [GB 3838-2002 5.3、国家水源地监测方案 K]
      总磷 0.06 > 0.05 [GB 3838-2002 V2]
      总氮 1.8 > 1 [GB 3838-2002 V2]
      铁 0.28 ≤ 0.3 [GB 3838-2002 V2]
      溶解氧 7 mg/L：＜ Ⅰ类限值 7.5，≥ Ⅱ类限值 6 → Ⅱ类 [GB 3838-2002 V2]
    1 of 3 items are above: not attained [GB 3838-2002 5.3、国家水源地监测方案 K]
      Total phosphorus 0.06 > 0.05 [GB 3838-2002 V2]
      Total nitrogen 1.8 > 1 [GB 3838-2002 V2]
      Iron 0.28 ≤ 0.3 [GB 3838-2002 V2]
      Dissolved oxygen 7 mg/L: < 7.5 (limit of class I), ≥ 6 (limit of class II) → class II [GB 3838-2002 V2]
    ");
}

#[test]
fn ecology_and_noise() {
    let parts = QualityParts {
        pattern: number("60"),
        function: number("70"),
        biodiversity: number("50"),
        stress: number("20"),
    };
    insta::assert_snapshot!(both(&ecological_quality_index(&parts).unwrap().reason), @"
    EQI 63.60 ≥ 55 → 二类 [环监测〔2021〕99号 V1]
      生态格局 0.36 × 60 [环监测〔2021〕99号 K]
      生态功能 0.35 × 70 [环监测〔2021〕99号 K]
      生物多样性 0.19 × 50 [环监测〔2021〕99号 K]
      生态胁迫 0.10 × (100 − 20) [环监测〔2021〕99号 K]
    EQI 63.60 ≥ 55 → class 2 [环监测〔2021〕99号 V1]
      ecological pattern 0.36 × 60 [环监测〔2021〕99号 K]
      ecological function 0.35 × 70 [环监测〔2021〕99号 K]
      biodiversity 0.19 × 50 [环监测〔2021〕99号 K]
      ecological stress 0.10 × (100 − 20) [环监测〔2021〕99号 K]
    ");
    insta::assert_snapshot!(both(&ecological_change(number("61.2"), number("64.4")).unwrap().reason), @"
    ΔEI = 64.4 − 61.2 = 3.2，|Δ| < 8 → 明显变化 [HJ 192-2015 K]
    ΔEI = 64.4 − 61.2 = 3.2, |Δ| < 8 → clear change [HJ 192-2015 K]
    ");
    let night = judge_area_noise("2", PartOfDay::Night, number("52"), Some(number("66"))).unwrap();
    insta::assert_snapshot!(both(&night.reason), @"
    2 类区夜间 52 dB(A) > 限值 50 dB(A) [GB 3096-2008 V1]
      夜间最大声级 66 dB(A) > 50+15=65 dB(A) [GB 3096-2008 V1]
    class 2, night: 52 dB(A) > limit 50 dB(A) [GB 3096-2008 V1]
      peak at night 66 dB(A) > 50+15=65 dB(A) [GB 3096-2008 V1]
    ");
}

#[test]
fn years_of_air_and_online_data() {
    let year: Vec<YearStatistics> = [
        ("SO2", Some("8"), "16"),
        ("NO2", Some("26"), "58"),
        ("PM10", Some("58"), "118"),
        ("PM25", Some("30"), "64"),
        ("CO", None, "1.1"),
        ("O3_8H", None, "158"),
    ]
    .into_iter()
    .map(|(code, mean, percentile)| YearStatistics {
        item: by_code(code).unwrap(),
        mean: mean.map(number),
        percentile: Some(number(percentile)),
    })
    .collect();
    insta::assert_snapshot!(both(&judge_year_attainment(AirLimits::Transition2026, &year).reason), @"
    年评价不达标：PM2.5（超标 0.07 倍） [HJ 663-2026 V1]
      二氧化硫 年均值 8 ≤ 60 μg/m³ [GB 3095-2026 V2]
      二氧化硫 特定百分位数 16 ≤ 150 μg/m³ [GB 3095-2026 V2]
      二氧化氮 年均值 26 ≤ 40 μg/m³ [GB 3095-2026 V2]
      二氧化氮 特定百分位数 58 ≤ 80 μg/m³ [GB 3095-2026 V2]
      PM10 年均值 58 ≤ 60 μg/m³ [GB 3095-2026 V2]
      PM10 特定百分位数 118 ≤ 120 μg/m³ [GB 3095-2026 V2]
      PM2.5 年均值 30 ≤ 30 μg/m³ [GB 3095-2026 V2]
      PM2.5 特定百分位数 64 > 60 μg/m³ [GB 3095-2026 V2]
      一氧化碳 特定百分位数 1.1 ≤ 4 mg/m³ [GB 3095-2026 V2]
      臭氧8小时 特定百分位数 158 ≤ 160 μg/m³ [GB 3095-2026 V2]
    not attained: PM2.5 (0.07 times above) [HJ 663-2026 V1]
      SO2 yearly mean 8 ≤ 60 μg/m³ [GB 3095-2026 V2]
      SO2 percentile 16 ≤ 150 μg/m³ [GB 3095-2026 V2]
      NO2 yearly mean 26 ≤ 40 μg/m³ [GB 3095-2026 V2]
      NO2 percentile 58 ≤ 80 μg/m³ [GB 3095-2026 V2]
      PM10 yearly mean 58 ≤ 60 μg/m³ [GB 3095-2026 V2]
      PM10 percentile 118 ≤ 120 μg/m³ [GB 3095-2026 V2]
      PM2.5 yearly mean 30 ≤ 30 μg/m³ [GB 3095-2026 V2]
      PM2.5 percentile 64 > 60 μg/m³ [GB 3095-2026 V2]
      CO percentile 1.1 ≤ 4 mg/m³ [GB 3095-2026 V2]
      O3 8 h percentile 158 ≤ 160 μg/m³ [GB 3095-2026 V2]
    ");
    insta::assert_snapshot!(told(&evaluation_indexes(&proposed(), AirLimits::Transition2026, &year).reason, Language::Chinese), @"
    最大指数 1.07，综合指数 4.17 [HJ 663-2026 PD]
      二氧化硫 max(0.133, 0.107) = 0.133 × 1 [GB 3095-2026 V2]
      二氧化氮 max(0.650, 0.725) = 0.725 × 1 [GB 3095-2026 V2]
      PM10 max(0.967, 0.983) = 0.983 × 1 [GB 3095-2026 V2]
      PM2.5 max(1.000, 1.067) = 1.067 × 1 [GB 3095-2026 V2]
      一氧化碳 max(—, 0.275) = 0.275 × 1 [GB 3095-2026 V2]
      臭氧8小时 max(—, 0.988) = 0.988 × 1 [GB 3095-2026 V2]
    ");
    let figures: Vec<_> = year
        .iter()
        .map(|one| (one.item, one.mean.or(one.percentile).unwrap()))
        .collect();
    insta::assert_snapshot!(told(&composite_index(AirLimits::Transition2026, &figures).reason, Language::English), @"
    composite index 4.01: the sum of six [环办监测〔2018〕19号 V1]
      SO2 8 / 60 = 0.13 [GB 3095-2026 V2]
      NO2 26 / 40 = 0.65 [GB 3095-2026 V2]
      PM10 58 / 60 = 0.97 [GB 3095-2026 V2]
      PM2.5 30 / 30 = 1.00 [GB 3095-2026 V2]
      CO 1.1 / 4 = 0.28 [GB 3095-2026 V2]
      O3 8 h 158 / 160 = 0.99 [GB 3095-2026 V2]
    ");
    insta::assert_snapshot!(both(&quarter_capture(2184, 184, 160).unwrap().reason), @"
    季度有效数据捕集率 92.0% =（2184 − 160 − 184）÷（2184 − 184） [HJ 75-2017 K]
    capture 92.0 % = (2184 − 160 − 184) / (2184 − 184) [HJ 75-2017 K]
    ");
}

fn json(verdict: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(verdict).unwrap()
}

/// What is said to people is there as data too: the outcome, exact figures as texts, items by code, the tree with its marks.
#[test]
fn verdicts_are_data() {
    let gas = json(&gas());
    assert_eq!(gas["items"][1]["code"], "NOX");
    assert_eq!(gas["items"][1]["converted"], "153.125");
    assert_eq!(gas["reason"]["rule"]["certainty"], "V2");
    let values = vec![
        (by_code("COD").unwrap(), number("25.5")),
        (by_code("TP").unwrap(), number("0.1")),
    ];
    let section = judge_section(day(), WaterBody::River, &values);
    let data = json(&section);
    assert_eq!(
        (&data["class"], &data["main_pollutants"][0]["item"]),
        (&"Ⅳ".into(), &"COD".into())
    );
    assert!(
        data["reason"]["because"][0]["says"]["en"]
            .as_str()
            .unwrap()
            .contains("25.5")
    );
    let trees = [
        json(&judge_basin(day(), &[section])),
        json(&judge_lake(day(), Period::Month, &[vec![values.clone()]])),
        json(&trophic_state(&values)),
        json(&city_index(day(), WaterBody::River, &[values])),
        json(
            &change_by_shares((number("50"), number("60")), (number("5"), number("5")))
                .unwrap()
                .1,
        ),
        json(&spearman(
            &[1, 2, 3, 4, 5].map(Decimal::from),
            Significance::FivePercent,
        )),
    ];
    for tree in trees {
        let reason = tree.get("reason").or_else(|| tree["class"].get("reason")).unwrap();
        let read: Reason = serde_json::from_value(reason.clone()).unwrap();
        assert!(
            read.rule.is_some() && !read.says.zh.is_empty() && !read.says.en.is_empty(),
            "{read:?}"
        );
    }
}
