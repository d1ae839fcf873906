//! The one list of methods; the command line, the page for analysts and the tests read it.

use crate::item::{ITEMS, Medium};
use crate::sheet::reading::without_time;
use crate::sheet::{Input, Method, Taken, air, discharge, ground, noise, water};
use crate::spelling::fold;
use crate::substance::{item_of, substance};
use crate::unit::Unit;

const BODY: Input = Input {
    name: "water_body",
    also: &["body", "水体类型", "类型", "wb_type"],
    says: ("river（河流）或 lake（湖库）", "river or lake"),
    default: Some("river"),
};

const PARTICLES: Input = Input {
    name: "particles",
    also: &[],
    says: (
        "PM10、PM2.5 是 1h 平均还是 24h 滑动平均",
        "whether PM10 and PM2.5 are 1h means or 24h moving means",
    ),
    default: Some("1h"),
};

const AIR_ITEMS: (&str, &str) = ("SO2 NO2 CO O3 O3_8H PM10 PM25", "SO2 NO2 CO O3 O3_8H PM10 PM25");
const AQI_RESULTS: &[&str] = &[
    "aqi",
    "level",
    "word",
    "primary",
    "exceeding",
    "publish",
    "iaqi_so2",
    "iaqi_no2",
    "iaqi_co",
    "iaqi_o3",
    "iaqi_o3_8h",
    "iaqi_pm10",
    "iaqi_pm25",
];

/// Every method that judges rows.
pub static METHODS: &[Method] = &[
    Method {
        name: "water_class",
        title: ("地表水样品或均值的类别", "class of a sample or mean of surface water"),
        editions: &["GB 3838-2002", "环办〔2011〕22号"],
        inputs: &[BODY],
        items: ("GB 3838 表1 的项目", "the items of GB 3838 table 1"),
        results: water::CLASS_RESULTS,
        takes: of_water,
        judge: water::class,
    },
    Method {
        name: "water_class_automatic",
        title: (
            "地表水自动站类别：缺 pH、溶解氧、高锰酸盐指数或氨氮则不评",
            "class of an automatic station: none without pH, DO, CODMn and NH3-N",
        ),
        editions: &["GB 3838-2002", "环办〔2011〕22号"],
        inputs: &[BODY],
        items: ("GB 3838 表1 的项目", "the items of GB 3838 table 1"),
        results: water::CLASS_RESULTS,
        takes: of_water,
        judge: water::class_automatic,
    },
    Method {
        name: "aqi_daily",
        title: ("日空气质量指数", "air quality index of a day"),
        editions: &["HJ 633-2012", "HJ 633-2026"],
        inputs: &[],
        items: AIR_ITEMS,
        results: AQI_RESULTS,
        takes: of_air,
        judge: air::daily,
    },
    Method {
        name: "aqi_hourly",
        title: ("小时空气质量指数", "air quality index of an hour"),
        editions: &["HJ 633-2012", "HJ 633-2026"],
        inputs: &[PARTICLES],
        items: AIR_ITEMS,
        results: AQI_RESULTS,
        takes: of_air,
        judge: air::hourly,
    },
    Method {
        name: "iaqi",
        title: ("单项空气质量分指数，每行一项", "index of one pollutant, a row each"),
        editions: &["HJ 633-2012", "HJ 633-2026"],
        inputs: air::IAQI_INPUTS,
        items: ("", ""),
        results: &["iaqi"],
        takes: nothing,
        judge: air::single,
    },
    Method {
        name: "cwqi",
        title: (
            "水质指数 CWQI，每行一个断面",
            "water quality index CWQI, a section each row",
        ),
        editions: &["GB 3838-2002", "环办〔2011〕22号"],
        inputs: &[BODY],
        items: ("GB 3838 表1 的项目", "the items of GB 3838 table 1"),
        results: &["cwqi", "indexes"],
        takes: of_water,
        judge: water::city_index_of_a_section,
    },
    Method {
        name: "tli",
        title: ("综合营养状态指数", "trophic level index"),
        editions: &[],
        inputs: &[],
        items: ("CHLA TP TN SD CODMN", "CHLA TP TN SD CODMN"),
        results: &["tli", "word", "missing"],
        takes: of_lakes,
        judge: water::trophic,
    },
    Method {
        name: "groundwater_class",
        title: ("地下水类别", "class of groundwater"),
        editions: &[],
        inputs: &[],
        items: ("GB/T 14848 的项目", "the items of GB/T 14848"),
        results: &["class", "rank", "deciding", "may_be_worse"],
        takes: of_groundwater,
        judge: ground::water_class,
    },
    Method {
        name: "soil_farmland",
        title: ("农用地土壤类别", "category of farmland"),
        editions: &[],
        inputs: ground::FARMLAND_INPUTS,
        items: ("GB 15618 的项目", "the items of GB 15618"),
        results: &["category", "above_screening", "above_intervention", "undecided"],
        takes: of_soil,
        judge: ground::farmland,
    },
    Method {
        name: "soil_development",
        title: ("建设用地土壤风险", "risk of development land"),
        editions: &[],
        inputs: ground::DEVELOPMENT_INPUTS,
        items: ("GB 36600 的项目", "the items of GB 36600"),
        results: &["level", "above_screening", "above_intervention", "undecided"],
        takes: of_development_land,
        judge: ground::development,
    },
    Method {
        name: "noise_area",
        title: ("声环境功能区噪声", "noise of a functional area"),
        editions: &[],
        inputs: noise::AREA_INPUTS,
        items: ("", ""),
        results: noise::RESULTS,
        takes: nothing,
        judge: noise::area,
    },
    Method {
        name: "noise_boundary",
        title: ("工业企业厂界噪声", "noise at the boundary of an enterprise"),
        editions: &[],
        inputs: noise::BOUNDARY_INPUTS,
        items: ("", ""),
        results: noise::RESULTS,
        takes: nothing,
        judge: noise::boundary,
    },
    Method {
        name: "wastewater_plant_day",
        title: ("城镇污水处理厂日均值", "daily means of a municipal wastewater plant"),
        editions: &[],
        inputs: discharge::PLANT_INPUTS,
        items: ("GB 18918 的项目", "the items of GB 18918"),
        results: &["met", "exceeding", "undecided"],
        takes: of_wastewater,
        judge: discharge::plant_day,
    },
];

fn nothing(_name: &str) -> Option<Taken> {
    None
}

fn of_items(name: &str, wanted: impl Fn(&str) -> bool) -> Option<Taken> {
    let item = item_of(name).or_else(|| without_time(name).and_then(item_of))?;
    wanted(item.code).then(|| Taken {
        key: item.code.to_owned(),
        item: Some(item),
        unit: item.unit,
    })
}

fn of_air(name: &str) -> Option<Taken> {
    of_items(name, |code| {
        matches!(code, "SO2" | "NO2" | "CO" | "O3" | "O3_8H" | "PM10" | "PM25")
    })
}

fn of_water(name: &str) -> Option<Taken> {
    // Only items that the standard names: a column of turbidity or flow is left alone.
    let edition = crate::water::edition_on(chrono::NaiveDate::from_ymd_opt(2026, 1, 1)?)?;
    of_items(name, |code| {
        let item = ITEMS.iter().find(|item| item.code == code);
        item.is_some_and(|item| {
            item.medium == Medium::Water && edition.role(item) != crate::water::ItemRole::NotEvaluated
        })
    })
}

fn of_lakes(name: &str) -> Option<Taken> {
    of_items(name, |code| matches!(code, "CHLA" | "TP" | "TN" | "SD" | "CODMN"))
}

fn of_groundwater(name: &str) -> Option<Taken> {
    let unit = crate::groundwater::groundwater_unit(name)?;
    Some(Taken {
        key: name.to_owned(),
        item: None,
        unit: Unit::parse(unit).unwrap_or(Unit::One),
    })
}

fn of_soil(name: &str) -> Option<Taken> {
    let known = [
        "CD",
        "HG",
        "AS",
        "PB",
        "CR",
        "CU",
        "NI",
        "ZN",
        "BHC",
        "DDT",
        "BAP",
        "镉",
        "汞",
        "砷",
        "铅",
        "铬",
        "铜",
        "镍",
        "锌",
        "六六六总量",
        "滴滴涕总量",
        "苯并[a]芘",
    ];
    let is = |one: &&str| fold(one) == fold(name) || crate::substance::same_substance(one, name);
    known.iter().any(is).then(|| solid(name))
}

fn of_development_land(name: &str) -> Option<Taken> {
    let known = substance(name)?;
    let has = |item: &str| substance(item).is_some_and(|other| std::ptr::eq(known, other));
    crate::soil::development_items().any(has).then(|| solid(name))
}

fn solid(name: &str) -> Taken {
    Taken {
        key: name.to_owned(),
        item: None,
        unit: Unit::MilligramPerKilogram,
    }
}

fn of_wastewater(name: &str) -> Option<Taken> {
    let known = substance(name);
    let item = item_of(name).or_else(|| without_time(name).and_then(item_of));
    match (item, known) {
        (Some(item), _) if item.medium == Medium::Water && !matches!(item.code, "WT" | "FLOW" | "LEVEL") => {
            Some(Taken {
                key: item.code.to_owned(),
                item: Some(item),
                unit: item.unit,
            })
        }
        _ => None,
    }
}
