//! Sheets judged row by row: header and rows as text, the judged cells as text.

use chrono::NaiveDate;
use standards::Language;
use standards::sheet::{Asked, METHODS, Method, Sheet};
use standards::unit::Unit;

fn asked() -> Asked {
    Asked {
        language: Language::English,
        ..Asked::default()
    }
}

/// The sheet with what is written beside it, or what is wrong with its header.
fn judged(method: &str, asked: Asked, sheet: &str) -> String {
    let mut lines = sheet
        .trim()
        .lines()
        .map(|line| line.trim().split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let bound = match Sheet::bind(Method::of(method).unwrap(), &header, asked) {
        Ok(bound) => bound,
        Err(faults) => {
            return faults
                .iter()
                .map(|fault| fault.en.as_str())
                .collect::<Vec<_>>()
                .join("\n");
        }
    };
    let rows = lines.map(|cells| bound.judge(&cells).cells.join(","));
    [bound.header().join(",")]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn air_by_the_day_of_each_row() {
    insta::assert_snapshot!(judged("aqi_daily", asked(), "
        city,date,SO2 (ug/m3),no2_24h,CO(mg/m3),O3_8h,PM10,PM2.5
        a,2020-06-01,9,30,2.2,100,60,75
        a,2026-06-01,9,30,2.2,100,60,75
        a,2020-06-01,,,,,,
        a,2020-06-01,9,30,much,100,60,75
        a,yesterday,9,30,2.2,100,60,75
        a,2020-06-01,9
    "), @"
    aqi,level,word,primary,exceeding,publish,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3,iaqi_o3_8h,iaqi_pm10,iaqi_pm25,unknown,edition,clause,certainty,error
    100,2,good,PM25,,yes,9,38,55,,50,55,100,,HJ 633-2012,items of the daily and the hourly report (日报、时报指标),V2,
    114,3,lightly polluted,PM25,,yes,9,38,55,,50,58,114,,HJ 633-2026,items of the daily and the hourly report (日报、时报指标),V2,
    ,,,,,no,,,,,,,,no pollutant has an index: AQI unknown,HJ 633-2012,items of the daily and the hourly report (日报、时报指标),V2,
    ,,,,,,,,,,,,,,,,,column `CO(mg/m3)`: `much` is no result; write a number, <0.025 or 0.025L, ND, or nothing
    ,,,,,,,,,,,,,,,,,column `date`: `yesterday` cannot be read
    ,,,,,,,,,,,,,,,,,3 cells, the header has 8
    ");
    let hourly = "
        time,so2,no2,co,o3,pm10,pm25
        2020-06-01 08:00,9,30,0.8,100,60,35
    ";
    insta::assert_snapshot!(judged("aqi_hourly", Asked { explain: true, ..asked() }, hourly), @"
    aqi,level,word,primary,exceeding,publish,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3,iaqi_o3_8h,iaqi_pm10,iaqi_pm25,unknown,edition,clause,certainty,explanation,error
    55,2,good,PM10,,yes,3,15,8,32,,55,50,,HJ 633-2012 实时发布口径; HJ 633-2012,national real-time publication: 1 h particles in the 24 h columns, no 8 h ozone,V2,AQI 55, level 2 (good): the largest of the pollutants' indexes: PM10 60 μg/m³ lies between 50 and 150 → IAQI 55 ((100−50)/(150−50)×(60−50)+50, rounded up); PM2.5 35 μg/m³ lies between 0 and 35 → IAQI 50 ((50−0)/(35−0)×(35−0)+0, rounded up); O3 100 μg/m³ lies between 0 and 160 → IAQI 32 ((50−0)/(160−0)×(100−0)+0, rounded up); NO2 30 μg/m³ lies between 0 and 100 → IAQI 15 ((50−0)/(100−0)×(30−0)+0, rounded up); CO 0.8 mg/m³ lies between 0 and 5 → IAQI 8 ((50−0)/(5−0)×(0.8−0)+0, rounded up); SO2 9 μg/m³ lies between 0 and 150 → IAQI 3 ((50−0)/(150−0)×(9−0)+0, rounded up); 55 lies within 51 to 100 → level 2 (good, yellow); primary: PM10 (largest index, AQI above 50; ties are joint); complete: the AQI is published,
    ");
    let on = Asked {
        day: NaiveDate::from_ymd_opt(2026, 3, 1),
        ..asked()
    };
    insta::assert_snapshot!(judged("iaqi", on, "
        item,value,period
        CO,2.2,day
        PM2.5,60,1h
        O3,160,8h
        臭氧,,8h
        SO2,ND,1h
        XX,1,1h
        SO2,1,week
    "), @"
    iaqi,unknown,edition,clause,certainty,error
    55,,HJ 633-2026,table 3 (表3),V2,
    100,,HJ 633-2026,table 3 (表3),V2,
    100,,HJ 633-2026,table 3 (表3),V2,
    ,no value: index unknown,,,,
    ,,,,,column `value`: `ND` cannot be read
    ,,,,,column `item`: `XX` cannot be read
    ,,,,,column `period`: `week` cannot be read
    ");
}

#[test]
fn water_with_units_and_results_below_detection() {
    insta::assert_snapshot!(judged("water_class", asked(), "
        section,date,type,pH,DO,codmn_mgl,氨氮（mg/L）,TP(ug/L),TN,turbidity
        a,2024-05-01,river,7.2,5.1,6,0.150001,20,9,30
        a,2024-05-01,湖库,7.2,7.5,2,<0.025,20,,
        a,2024-05-01,,9.5,1,2,0.025L,20,,
        a,2024-05-01,sea,7.2,7.5,2,0.1,20,,
        a,1999-05-01,river,7.2,7.5,2,0.1,20,,
    "), @"
    class,rank,word,deciding,main_pollutants,unknown,edition,clause,certainty,error
    Ⅲ,3,good,DO CODMN,,,环办〔2011〕22号; GB 3838-2002,evaluated items, the worst decides (评价指标、单因子评价),V2,
    Ⅰ,1,excellent,PH DO CODMN NH3N TP,,,环办〔2011〕22号; GB 3838-2002,evaluated items, the worst decides (评价指标、单因子评价),V2,
    劣Ⅴ,6,heavily polluted,PH DO,PH DO,,环办〔2011〕22号; GB 3838-2002,evaluated items, the worst decides (评价指标、单因子评价),V1,
    Ⅰ,1,excellent,PH DO CODMN NH3N TP,,,环办〔2011〕22号; GB 3838-2002,evaluated items, the worst decides (评价指标、单因子评价),V2,
    ,,,,,no surface-water standard on record applies on 1999-05-01: class unknown,,,,
    ");
    let lake = Asked {
        constants: vec![("water_body".into(), "lake".into())],
        ..asked()
    };
    insta::assert_snapshot!(judged("water_class_automatic", lake, "date,ph,do,codmn,tp\n2024-05-01,7,8,2,0.02"), @"
    class,rank,word,deciding,main_pollutants,unknown,edition,clause,certainty,error
    ,,,,,Ammonia nitrogen missing: an automatic station gets no class, unknown,国家地表水自动站发布口径; GB 3838-2002,items without which no class is published,V1,
    ");
    insta::assert_snapshot!(judged("cwqi", asked(), "date,ph,do,nh3n\n2024-05-01,7.5,5,0.5"), @"
    cwqi,indexes,unknown,edition,clause,certainty,error
    1.750,PH=0.250 DO=1 NH3N=0.50,,环办监测〔2017〕51号,city water quality index (城市水质指数),K,
    ");
    let milligrams = Asked {
        units: vec![("chla".into(), Unit::MilligramPerCubicMetre)],
        ..asked()
    };
    insta::assert_snapshot!(judged("tli", milligrams, "chla,TP,TN,SD (cm),CODMn\n10,0.05,1,100,4\n,,,,"), @"
    tli,word,missing,unknown,edition,clause,certainty,error
    48.02,mesotrophic,,,湖泊（水库）富营养化评价方法及分级技术规定,trophic levels (营养状态分级),V2,
    ,,CHLA TP TN SD CODMN,trophic index unknown: no usable item (Chlorophyll a, Total phosphorus, Total nitrogen, Transparency, Permanganate index missing),湖泊（水库）富营养化评价方法及分级技术规定,trophic levels (营养状态分级),V2,
    ");
}

#[test]
fn ground_noise_and_discharge() {
    insta::assert_snapshot!(judged("groundwater_class", asked(), "well,总硬度,铁,氨氮\nw,300,0.3,<0.02\nw,,,"), @"
    class,rank,deciding,may_be_worse,unknown,edition,clause,certainty,error
    Ⅲ,3,铁,,,GB/T 14848-2017,tables 1 and 2 (表1、表2),V2,
    ,,,,no item that can be judged: class unknown,GB/T 14848-2017,tables 1 and 2 (表1、表2),V2,
    ");
    insta::assert_snapshot!(judged("soil_farmland", asked(), "land,ph,Cd,Hg,As,Pb,Cr\n水田,6.0,0.5,0.1,10,50,100\nother,6.0,0.5,,,,"), @"
    category,above_screening,above_intervention,undecided,unknown,edition,clause,certainty,error
    safe use,CD,,,,环办土壤〔2019〕53号; GB 15618-2018,categories of farmland (农用地土壤环境质量类别),V1,
    ,CD,,Hg As Pb Cr,pH 6.0: category unknown, cadmium, mercury, arsenic, lead and chromium are not all there,环办土壤〔2019〕53号; GB 15618-2018,categories of farmland (农用地土壤环境质量类别),V1,
    ");
    insta::assert_snapshot!(judged("soil_development", asked(), "land,砷,镉,铅\n1,21,10,300\n2,21,ND,9000"), @"
    level,above_screening,above_intervention,undecided,unknown,edition,clause,certainty,error
    above_screening,砷,,,,GB 36600-2018,tables 1 and 2 (表1、表2),V2,
    above_intervention,,铅,,,GB 36600-2018,tables 1 and 2 (表1、表2),V2,
    ");
    insta::assert_snapshot!(judged("noise_area", asked(), "class,part,leq,lmax\n2,day,60,\n2,night,52.5,66\n9,day,50,\n2,day,,"), @"
    met,limit,over_db,peak_met,unknown,edition,clause,certainty,error
    yes,60,0,,,GB 3096-2008,table 1 (表1),V1,
    no,50,2.5,no,,GB 3096-2008,table 1 (表1),V1,
    ,,,,,,,,column `class`: `9` cannot be read
    ,,,,no equivalent level: unknown,,,,
    ");
    insta::assert_snapshot!(judged("wastewater_plant_day", asked(), "grade,COD,NH3-N,水温,pH\n1A,55,7,10,7\n1A,50,7,15,7\n1A,,,,"), @"
    met,exceeding,undecided,unknown,edition,clause,certainty,error
    no,COD(0.10),,,GB 18918-2002,table 1 (表1),V2,
    no,NH3N(0.40),,,GB 18918-2002,table 1 (表1),V2,
    ,,COD NH3N PH,nothing that can be judged: unknown,GB 18918-2002,table 1 (表1),V2,
    ");
}

#[test]
fn all_that_is_wrong_with_a_header_is_told_at_once() {
    insta::assert_snapshot!(judged("aqi_hourly", asked(), "time,date,SO2,so2_1h,CO (mg/kg)"), @"
    `CO (mg/kg)`: mg/kg does not convert to mg/m³
    one column of days is needed (date, time, 日期), or --on or --edition to choose the edition
    two columns are both SO2
    ");
    insta::assert_snapshot!(judged("noise_area", Asked { constants: vec![("zone".into(), "2".into())], ..asked() }, "leq"), @"
    one column `class` is needed (functional area 0, 1, 2, 3, 4a, 4b), or --set class=…
    one column `part` is needed (day or night), or --set part=…
    method noise_area has no input `zone`; it has: class, part, leq, lmax
    ");
    insta::assert_snapshot!(judged("water_class", asked(), "date,flow"), @"no column can be judged; method water_class reads: the items of GB 3838 table 1");
}

/// What a sheet gives for the items of a section is what the function gives: every method has its list of columns filled.
#[test]
fn every_method_names_its_columns_once() {
    for method in METHODS {
        let mut names: Vec<_> = method
            .results
            .iter()
            .chain(["unknown", "edition", "clause", "certainty", "error"].iter())
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", method.name);
        assert!(std::ptr::eq(Method::of(method.name).unwrap(), method));
        for edition in method.editions {
            assert!(standards::edition(edition, None).is_ok(), "{edition} is on record");
        }
    }
}
