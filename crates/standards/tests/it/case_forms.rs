//! Inputs in the many forms in which authors write them: each line is a case that must pass.

use standards::cases::{CaseOutcome, run_line};

fn passes(lines: &str) {
    let told: Vec<String> = lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| (line, run_line(line)))
        .filter(|(_, outcome)| *outcome != CaseOutcome::Pass)
        .map(|(line, outcome)| format!("{line}\n  {outcome}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn air() {
    passes(
        r#"
{"method": "iaqi", "input": {"standard": "HJ 633-2026", "pollutant": "PM2.5", "period": "24h", "concentration": "60"}, "expected": {"iaqi": 100}}
{"method": "iaqi", "input": {"edition": 2012, "item": "细颗粒物", "averaging": "日均", "value": 75}, "expected": {"iaqi": 100}}
{"method": "iaqi", "input": {"date": "2026-02-28", "pollutant": "PM₂.₅", "period": "daily", "concentration": 75}, "expected": {"iaqi": 100}}
{"method": "iaqi", "input": {"date": "2026-03-01", "pollutant": "a34004", "period": "日", "concentration": 75}, "expected": {"iaqi": 114}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "O3", "period": "8h_max", "concentration": 161}, "expected": {"iaqi": 101}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "O3_8h", "concentration": 161}, "expected": {"iaqi": 101}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "臭氧", "period": "8小时", "concentration": 161}, "expected": {"iaqi": 101}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "CO", "period": "day", "concentration": 2200, "unit": "μg/m3"}, "expected": {"iaqi": 55}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "SO2", "period": "day", "concentration": {"value": 0.051, "unit": "mg/m³"}}, "expected": {"iaqi": 51}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "PM10", "period": "day", "concentration": null}, "expected": {"iaqi": null}}
{"method": "iaqi", "input": {"standard": "HJ633-2012", "pollutant": "PM25", "period": "1h", "concentration": 61}, "expected": {"iaqi": null}}
{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "NO2", "period": "day", "concentration": -3}, "expected": {"iaqi": null}}
{"method": "aqi_daily", "input": {"standard": "HJ633-2026", "concentrations": {"PM2.5": "62", "PM10": 110, "SO₂": 8, "NO2": 35, "CO": 0.9, "O3_8h": 95}}, "expected": {"aqi": 102, "level": "三级", "category": "轻度污染", "primary": ["PM2.5"]}}
{"method": "aqi_daily", "input": {"date": "2024-05-01", "values": {"PM25_24h": 62, "PM10_24h": 110, "SO2_24h": 8, "NO2_24h": 35, "CO_24h": 0.9, "O3_8h_max": 95}}, "expected": {"aqi": 84, "level": 2, "primary": "PM25", "exceeding": []}}
{"method": "aqi_daily", "input": {"standard": "HJ633-2026", "concentrations": {"PM25": 130, "PM10": null, "SO2": 8, "NO2": 35, "CO": 0.9}}, "expected": {"aqi": 172, "publish": true}}
{"method": "aqi_daily", "input": {"standard": "HJ633-2026", "concentrations": {"PM25": 30, "PM10": null, "SO2": 8, "NO2": 35, "CO": 0.9, "O3": 90}}, "expected": {"aqi": 45, "publish_aqi": false, "primary": []}}
{"method": "aqi_daily", "input": {"standard": "HJ633-2026", "concentrations": {}}, "expected": {"aqi": null, "level": null, "primary": []}}
{"method": "aqi_hourly", "input": {"standard": "HJ633-2012", "concentrations": {"SO2": 805, "NO2": 150, "CO": 3.0, "O3": 150, "O3_8h": 120, "PM10_24h_moving": 90, "PM25_24h_moving": 40}}, "expected": {"aqi": 75, "primary": ["NO2"]}}
{"method": "aqi_hourly", "input": {"standard": "HJ633-2012", "particles": "1h", "concentrations": {"SO2": 20, "NO2": 45, "CO": 0.8, "O3": 180, "PM25": 82, "PM10": 90}}, "expected": {"aqi": 109}}
{"method": "aqi_publish", "input": {"standard": "HJ633-2026", "report": "daily", "missing": "O3", "iaqi": {"PM25": 95, "PM10": 80}}, "expected": {"publish_aqi": false, "aqi": null}}
{"method": "aqi_publish", "input": {"standard": "HJ633-2026", "iaqi": {"PM25": 95, "PM10": 80, "O3": null}}, "expected": {"publish_aqi": false, "aqi": "NA"}}
{"method": "aqi_publish", "input": {"standard": "HJ633-2026", "missing": ["SO2"], "not_monitored_by_plan": ["SO2"], "iaqi": {"PM25": 95, "PM10": 80}}, "expected": {"publish_aqi": true, "aqi": 95}}
"#,
    );
}

#[test]
fn years_of_air() {
    passes(
        r#"
{"method": "good_day_ratio", "input": {"year": 2015, "level_days": {"优": 101, "良": 214, "轻度污染": 38, "中度污染": 7}}, "expected": {"good_days": 315, "valid_days": 360, "ratio_percent": 87.5}}
{"method": "good_day_ratio", "input": {"aqi": [50, 100, 101, null, 80]}, "expected": {"good_days": 3, "ratio_percent": 75.0}}
{"method": "good_day_ratio", "input": {"good_days": 300, "valid_days": 361}, "expected": {"ratio_percent": 83.1}}
{"method": "good_day_ratio", "input": {"good_days": 300, "valid_days": 361}, "expected": {"ratio_percent": 83.102}}
{"method": "air_validity", "input": {"pollutant": "O3", "period": "8h", "hours": 5}, "expected": {"valid": false}}
{"method": "air_validity", "input": {"pollutant": "NO2", "period": "1h", "minutes": 45}, "expected": {"valid": true}}
{"method": "air_validity", "input": {"pollutant": "TSP", "period": "day", "hours": 23}, "expected": {"valid": false}}
{"method": "air_validity", "input": {"pollutant": "Pb", "period": "quarter", "days": 15, "month_days": [5, 5, 5]}, "expected": {"valid": true}}
{"method": "air_validity", "input": {"pollutant": "BaP", "period": "year", "days": 61, "month_days": [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 7, 4]}, "expected": {"valid": false}}
{"method": "air_validity", "input": {"pollutant": "SO2", "period": "month", "month": 2, "days": 25}, "expected": {"valid": true}}
{"method": "air_validity", "input": {"standard": "GB 3095-2012", "date": "2015-06-01", "pollutant": "PM10", "period": "year", "days": 330, "month_days": [27, 25, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27]}, "expected": {"valid": true}}
{"method": "air_composite_index", "input": {"limits": "GB 3095-2026 final", "values": {"SO2": 10, "NO2": 30, "PM10": 50, "PM2.5": 25, "CO": 1.0, "O3_8h": 160}}, "expected": {"single": {"SO2": 0.5, "NO2": 1, "PM10": 1, "PM25": 1, "CO": 0.25, "O3": 1}, "composite": 4.75}}
{"method": "air_composite_index", "input": {"date": "2026-06-30", "values": {"SO2": 9, "NO2": 28, "PM10": 63, "PM25": 35, "CO": 1.2, "O3": 152}}, "expected": {"composite": 4.32, "main_pollutant": "PM2.5"}}
{"method": "air_composite_index", "input": {"limits": 2012, "values": {"SO2": 9, "NO2": 28, "PM10": 63, "PM25": 35, "CO": 1.2}}, "expected": {"composite": null}}
{"method": "air_year_attainment", "input": {"limits": "2012", "mean": {"SO2": 8, "NO2": 26, "PM10": 70, "PM2.5": 35}, "percentile": {"SO2": 16, "NO2": 58, "PM10": 150, "PM2.5": 75, "CO": "1.1", "O3_8h": 160}}, "expected": {"attained": true, "failing": [], "multiple": {}}}
{"method": "air_year_attainment", "input": {"year": 2025, "mean": {"SO2": 8, "NO2": 26, "PM10": 70, "PM2.5": 35}, "percentile": {"SO2": 16, "NO2": 58, "PM10": 150, "PM2.5": 75, "CO": null, "O3": 160}}, "expected": {"attained": null, "failing": []}}
"#,
    );
}

#[test]
fn surface_water() {
    passes(
        r#"
{"method": "surface_water_section", "input": {"water_body": "河流", "values": {"pH": 7.7, "溶解氧": "5.6", "CODMn": 6.8, "化学需氧量": 24, "NH₃-N": 1.2, "总磷": 0.24}}, "expected": {"class": "Ⅳ", "word": "轻度污染", "main_pollutants": [{"item": "COD", "multiple": 0.2}, {"item": "氨氮", "multiple": 0.2}, {"item": "总磷", "multiple": 0.2}]}}
{"method": "surface_water_section", "input": {"values": {"w01001": 7.6, "w01009": 8.2, "w01019": 1.9, "w21003": "<0.025", "w21011": "0.01L", "w20143": "ND"}}, "expected": {"class": 1, "main_pollutants": []}}
{"method": "surface_water_section", "input": {"water_body": "水库", "values": {"TP": 0.06, "PH": 7, "DO": 8, "TN": 9}}, "expected": {"class": "Ⅳ类", "colour": "黄色"}}
{"method": "surface_water_section", "input": {"water_body": "river", "values": {"Cr(VI)": {"value": 60, "unit": "μg/L"}, "DO": 8}}, "expected": {"class": 5, "main_pollutants": [{"item": "六价铬", "multiple": 0.2}]}}
{"method": "surface_water_section", "input": {"water_body": "river", "values": {"COD(mg/L)": 16, "Hg (μg/L)": 0.05}}, "expected": {"class": 3}}
{"method": "surface_water_section", "input": {"water_body": "river", "values": {"PH": 7, "DO": null, "COD": ""}}, "expected": {"class": 1}}
{"method": "surface_water_section", "input": {"water_body": "river", "values": {}}, "expected": {"class": null, "word": null, "main_pollutants": []}}
{"method": "surface_water_section", "input": {"water_body": "river", "values": {"TN": 5}}, "expected": {"class": null}}
{"method": "river_evaluation", "input": {"section_classes": ["Ⅱ", "III", "劣Ⅴ", "Ⅳ类", 2, 3, 3]}, "expected": {"share_1_to_3": 71.4, "share_6": 14.3, "word": "轻度污染"}}
{"method": "river_evaluation", "input": {"section_classes": {"Ⅱ": 9, "Ⅳ": 1}}, "expected": {"share_1_to_3": "90", "word": "优", "colour": "蓝色"}}
{"method": "river_evaluation", "input": {"classes": [2, 2, 2]}, "expected": {"word": null}}
{"method": "river_fewer_than_5", "input": {"sections": [{"DO": 6, "CODMN": 5, "NH3N": 0.61}, {"DO": 5, "CODMN": 7, "NH3N": 1.4}, {"values": {"DO": 7, "CODMN": 4.5, "NH3N": 0.7}}]}, "expected": {"means": {"DO": 6, "CODMN": 5.5, "NH3N": 0.903}, "class": "Ⅲ", "section_classes": ["Ⅲ", "Ⅳ", "Ⅲ"]}}
{"method": "basin_main_pollutants", "input": {"n_sections": 7, "exceeding": {"总磷": 3, "氨氮": 1}}, "expected": {"main": [{"item": "总磷", "rate": 42.9}, {"item": "NH3N", "rate": 14.3}]}}
{"method": "period_change_combination", "input": {"share_1_to_3": {"before": "62.5%", "after": "75%"}, "share_6": [12.5, 6.2]}, "expected": {"dG_minus_dD": 18.8, "change": "有所好转"}}
{"method": "period_change_combination", "input": {"share_1_to_3_before": 80, "share_1_to_3_after": 72, "share_6_before": 0, "share_6_after": 2}, "expected": {"dG": -8, "dD": 2, "change": "无明显变化"}}
{"method": "period_change_grade", "input": {"before": "Ⅴ", "after": 3}, "expected": {"steps": -2, "change": "明显好转"}}
{"method": "tli", "input": {"lake": "某湖", "叶绿素a": 8.5, "TP": 0.035, "总氮": "0.82", "SD": {"value": 140, "unit": "cm"}, "CODMn": 3.2}, "expected": {"tli": 43.57, "word": "中营养"}}
{"method": "tli", "input": {"values": {"CHLA": 26, "TP": 0.09, "TN": 1.9, "SD": 0.6, "CODMN": 5.6}}, "expected": {"tli": 57.98}}
{"method": "tli_item", "input": {"item": "透明度", "value": "1.0"}, "expected": {"tli": 51.18}}
{"method": "cwqi_item", "input": {"item": "溶解氧", "value": "8"}, "expected": {"index": 0.62}}
{"method": "cwqi_item", "input": {"item": "TP", "value": 0.06, "water_body": "lake"}, "expected": {"index": 1.2}}
{"method": "cwqi_item", "input": {"item": "六价铬", "value": "<0.004"}, "expected": {"index": 0.04}}
{"method": "cwqi_river", "input": {"sections": [{"pH": 7.4, "DO": 8}, {"pH": 8, "DO": 7}]}, "expected": {"cwqi": 1.017}}
{"method": "cwqi_city", "input": {"cwqi_river": 4.2, "sections": 6}, "expected": {"cwqi": 4.2}}
{"method": "cwqi_change", "input": {"current": "4.41", "base": "4.9"}, "expected": {"change_percent": "-10.0"}}
"#,
    );
}

#[test]
fn numbers() {
    passes(
        r#"
{"method": "round_8170", "input": {"value": 2.675, "decimals": 2}, "expected": {"rounded": 2.68}}
{"method": "round_8170", "input": {"value": "12.50", "decimals": 0}, "expected": {"rounded": "12"}}
{"method": "round_8170", "input": {"value": "-0.05", "decimals": 1}, "expected": {"rounded": "-0.0"}}
{"method": "round_interval", "input": {"value": 60.38, "interval": 0.5}, "expected": {"rounded": "60.5"}}
{"method": "percentile", "input": {"values": ["10", 20, null, "30"], "p": "50"}, "expected": {"value": 20}}
{"method": "percentile", "input": {"values": [], "p": 50}, "expected": {"value": null}}
{"method": "spearman_trend", "input": {"values": [0.2, 0.19, 0.17, 0.16, 0.15, 0.12]}, "expected": {"rs": -1, "significant": true, "direction": "falling"}}
{"method": "spearman_trend", "input": {"values": [3.1, 3.4, 3.3, 3.6, 3.9, 4.0, 4.2, 4.6], "alpha": "0.01"}, "expected": {"rs": 0.976, "significant": true, "direction": "rising"}}
{"method": "spearman_trend", "input": {"values": [1, 2, 3]}, "expected": {"rs": null, "significant": false, "direction": null}}
"#,
    );
}

#[test]
fn soil_ground_and_sources() {
    passes(
        r#"
{"method": "soil_farmland", "input": {"land": "水田", "pH": "6.2", "values": {"镉": 0.45, "Hg": 0.3, "砷": 12, "Pb": 60, "铬": 80}}, "expected": {"category": "安全利用类", "above_screening": ["镉"], "above_intervention": []}}
{"method": "soil_farmland", "input": {"land": "水旱轮作", "ph": 6.2, "values": {"CD": 0.3, "HG": 0.3, "AS": 31, "PB": 60, "CR": 80}}, "expected": {"category": "安全利用类", "above_screening": ["AS"]}}
{"method": "soil_farmland", "input": {"land": "other", "ph": 7, "values": {"CD": 0.2, "HG": "ND", "AS": 15, "PB": null, "CR": 70}}, "expected": {"category": null}}
{"method": "soil_development", "input": {"land_class": "第一类用地", "values": {"As": 45, "Pb": "350"}}, "expected": {"砷": "above_screening", "铅": "le_screening"}}
{"method": "soil_development", "input": {"land_class": 2, "background": {"砷": 70}, "values": {"砷": 65, "71-43-2": 4.5, "六价铬": 80, "苯并(a)芘": "<0.1"}}, "expected": {"砷": "within_background", "71-43-2": "above_screening", "铬(六价)": "above_intervention", "苯并[a]芘": "le_screening"}}
{"method": "groundwater_class", "input": {"values": {"PH": "7.4", "总硬度": 420, "TDS": 760, "Mn": 0.42, "NH3-N": 0.08, "嗅和味": "无"}}, "expected": {"class": "Ⅳ", "deciding": ["锰"]}}
{"method": "groundwater_class", "input": {"values": {"pH": 7, "四氯化碳": {"value": 0.003, "unit": "mg/L"}, "砷": {"value": 5, "unit": "μg/L"}}}, "expected": {"class": 4, "deciding": ["四氯化碳"], "item_classes": {"pH": 1, "四氯化碳": 4, "砷": 3}}}
{"method": "groundwater_item_class", "input": {"item": "LAS", "value": "未检出"}, "expected": {"class": 1}}
{"method": "groundwater_item_class", "input": {"item": "总α放射性", "value": 0.6}, "expected": {"class": 4, "may_be_worse": true}}
{"method": "groundwater_item_class", "input": {"item": "F-", "value": null}, "expected": {"class": null}}
{"method": "drinking_source_month", "input": {"type": "湖库型", "values": {"总磷": 0.05, "CODMn": 3.1, "氨氮": 0.2, "硫酸盐": 120, "铁": 0.28, "Mn": 0.12, "总氮": 1.8, "三氯甲烷": 0.05}}, "expected": {"attained": false, "failing": ["MN"], "reference_exceeding": ["TN"]}}
{"method": "drinking_source_month", "input": {"type": "river", "values": {"TP": 0.2, "四氯化碳": 0.0021}}, "expected": {"attained": false, "failing": ["四氯化碳"]}}
{"method": "drinking_source_month", "input": {"type": "地下水", "values": {"总硬度": 450, "铁": 0.31}}, "expected": {"attained": false, "failing": ["铁"], "reference_exceeding": []}}
"#,
    );
}

#[test]
fn discharge_ecology_and_noise() {
    passes(
        r#"
{"method": "oxygen_conversion", "input": {"measured": "50", "o2": 12, "o2_ref": 6}, "expected": {"converted": 83.33}}
{"method": "oxygen_conversion", "input": {"measured": 50, "o2": 21, "o2_ref": 6}, "expected": {"converted": null}}
{"method": "gas_hourly", "input": {"source": "水泥窑超低", "o2": 11, "values": {"颗粒物": 9, "SO2": 30, "NOx": 46}}, "expected": {"converted": {"PM": 9.9, "SO2": 33, "NOX": 50.6}, "exceeding": ["NOX"]}}
{"method": "gas_hourly", "input": {"source": "燃煤电厂超低", "o2": 7.5, "values": {"烟尘": 8, "二氧化硫": 33, "氮氧化物": 46}}, "expected": {"converted": {"PM": 8.889, "SO2": 36.667, "NOX": 51.111}, "exceeding": ["NOX", "SO2"]}}
{"method": "wwtp_daily", "input": {"grade": "一级A", "water_temp": 20, "values": {"化学需氧量": 50, "pH": 9, "粪大肠菌群": 1001}}, "expected": {"exceeding": {"FC": 0.0}}}
{"method": "cems_capture", "input": {"quarter_hours": 2208, "stopped": 0, "invalid": 442}, "expected": {"capture_percent": 80.0, "substitute": {"n_any": 2160}, "valid": true}}
{"method": "ei", "input": {"bio": 60, "veg": 80, "water": 40, "land_stress": 10, "pollution": 12}, "expected": {"ei": 69.3, "grade": "良"}}
{"method": "ei_change", "input": {"before": "61.2", "after": 60.3}, "expected": {"delta": -0.9, "change": "无明显变化"}}
{"method": "eqi_class", "input": {"eqi": 70}, "expected": {"class": "一类"}}
{"method": "noise", "input": {"function_class": "4a类", "period": "夜间", "leq": "55.0"}, "expected": {"limit": 55, "exceeds": false, "over_db": 0, "lmax_exceeds": null}}
{"method": "noise", "input": {"function_class": 0, "hour": 23, "leq": 41}, "expected": {"limit": 40, "exceeds": true, "over_db": 1}}
{"method": "forest_coverage", "input": {"arbor": 1200, "bamboo": 30, "total": 5200}, "expected": {"percent": 23.65}}
"#,
    );
}

/// What cannot be read says in which field and what to write instead.
#[test]
fn faults_say_what_to_do() {
    let lines = [
        r#"{"method": "iaqi", "input": {"pollutant": "PM25", "period": "day", "concentration": 1}, "expected": {"iaqi": 1}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2015", "pollutant": "PM25", "period": "day", "concentration": 1}, "expected": {"iaqi": 1}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "PM25", "period": "day"}, "expected": {"iaqi": 1}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2026", "pollutant": "PM25", "period": "week", "concentration": 1}, "expected": {"iaqi": 1}}"#,
        r#"{"method": "aqi_daily", "input": {"standard": "HJ633-2026", "concentrations": {"TP": 1}}, "expected": {"aqi": 1}}"#,
        r#"{"method": "surface_water_section", "input": {"water_body": "sea", "values": {}}, "expected": {"class": 1}}"#,
        r#"{"method": "surface_water_section", "input": {"values": {"COD": "about 20"}}, "expected": {"class": 1}}"#,
        r#"{"method": "surface_water_section", "input": {"values": {"COD": {"value": 1, "unit": "℃"}}}, "expected": {"class": 1}}"#,
        r#"{"method": "river_evaluation", "input": {"section_classes": [2, 9]}, "expected": {"word": "优"}}"#,
        r#"{"method": "air_year_attainment", "input": {"mean": {}, "percentile": {}}, "expected": {"attained": true}}"#,
        r#"{"method": "air_validity", "input": {"pollutant": "CO", "period": "year", "days": 330}, "expected": {"valid": true}}"#,
        r#"{"method": "soil_farmland", "input": {"land": "moon", "ph": 6, "values": {}}, "expected": {"category": null}}"#,
        r#"{"method": "gas_hourly", "input": {"standard": "GB 13271-2014", "source": "锅炉", "values": {}}, "expected": {"met": null}}"#,
        r#"{"method": "wwtp_daily", "input": {"grade": "1C", "values": {}}, "expected": {"met": null}}"#,
        r#"{"method": "noise", "input": {"function_class": "7", "period": "day", "leq": 1}, "expected": {"limit": 1}}"#,
        r#"{"method": "good_day_ratio", "input": {"year": "soon", "good_days": 1, "valid_days": 1}, "expected": {"good_days": 1}}"#,
        r#"{"method": "eqi_class", "input": {"eqi": 50}, "expected": {}}"#,
    ];
    let told: Vec<String> = lines.iter().map(|line| run_line(line).to_string()).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    malformed: iaqi: `standard` is missing; write "HJ633-2012" or "HJ633-2026", or a `date`
    malformed: iaqi: standard `HJ633-2015` is not HJ633-2012 or HJ633-2026
    malformed: iaqi: `concentration` is missing; add it to the input (also read: value, c, conc)
    malformed: iaqi: period `week` is not day, 1h or 8h
    malformed: aqi_daily: `TP` is not a pollutant of the report; it has SO2, NO2, CO, O3, PM10 and PM25
    malformed: surface_water_section: water_body `sea` is not river (河流) or lake (湖泊、水库)
    malformed: surface_water_section: `COD`: `about 20` is no result; write a number, `<0.025` or `0.025L` for below detection, `ND` or 未检出, 有 or 无, or leave it empty
    malformed: surface_water_section: `COD`: a value in ℃ is no value of this item, which is held in mg/L
    malformed: river_evaluation: 9 is not a class; write 1 to 6 or Ⅰ to 劣Ⅴ
    malformed: air_year_attainment: `limits` is missing; write 2012, 2026_transition or 2026_final, or a `date`
    malformed: air_validity: GB 3095 table 4 asks nothing of CO over `year`
    malformed: soil_farmland: land `moon` is not paddy (水田), orchard (果园), rotation (水旱轮作) or other (其他)
    malformed: gas_hourly: source `锅炉` is not in GB 13271-2014; it has: 燃煤锅炉; 燃油锅炉; 燃气锅炉
    malformed: wwtp_daily: grade `1C` is not 1A (一级A), 1B (一级B), 2 (二级) or 3 (三级)
    malformed: noise: class `7` is not a class of the standard; write 0, 1, 2, 3, 4a or 4b (GB 12348: 0 to 4)
    malformed: good_day_ratio: `date`: `soon` is not a day; write "2026-03-01", "2026-03" or 2026
    expected {}, got {"class": "三类"}
    "#);
}
