//! Mappings: all faults at once, and what a header says of itself.

use gateway::mapping::Mapping;
use history::Period;
use standards::Language;

use crate::import_desk::AIR;

fn faults(text: &str) -> String {
    Mapping::read(text).map_or_else(
        |error| error.lines(Language::English).join("\n"),
        |_| "sound".to_owned(),
    )
}

#[test]
fn all_faults_are_told_with_line_key_and_suggestion() {
    let text = r#"
nam = "air"
missing = "-99"
[point]
column = "station"
fixed = "city-air"
onyl = ["a"]
[time]
column = 7
format = "%H:%M"
is = "period_end"
period = "hours"
[[item]]
column = "pm25"
code = "PM2.5"
unit = "ug/m3"
[[item]]
column = "ph"
code = "PH"
unit = "mg/L"
statistic = "mean"
[[item]]
column = "o3"
code = "O3"
unit = "ppb"
[[item]]
code = "SO2"
unit = "furlong"
[flag]
map = { "正常" = 1 }
[hj212]
system_type = "2"
"#;
    insta::assert_snapshot!(faults(text), @r"
    line 1, name: this key is missing; write it
    line 2, nam: an unknown key; known here: name, note, origin, licence, missing, point, time, item, narrow, flag, ignore, hj212; did you mean 'name'?
    line 3, missing: must be a list in brackets, but is of type string
    line 6, point.fixed: give either 'column' or 'fixed', not both
    line 7, point.onyl: an unknown key; known here: column, fixed, only, names; did you mean 'only'?
    line 9, time.column: must be a text in quotes, but is of type integer
    line 10, time.format: this format does not fix a day; write it like %Y-%m-%d %H:%M
    line 11, time.is: must be one of period-start, period-end; did you mean 'period-end'?
    line 12, time.period: must be one of instant, minute, hour, day; did you mean 'hour'?
    line 15, item[1].code: 'PM2.5' is not the code of an item; did you mean 'PM25'?
    line 20, item[2].unit: the unit does not fit the item: pH must be given in 1 (a pure number), or in what converts into it
    line 21, item[2].statistic: must be one of value, minimum, maximum, total
    line 25, item[3].unit: parts per million of air are by volume and cannot be converted here; give O3 in μg/m³
    line 26, item[4].column: this key is missing; write it
    line 28, item[4].unit: an unknown unit; SO2 is usually given in μg/m³
    line 29, flag.column: this key is missing; write it
    line 30, flag.map.正常: must be a text in quotes, but is of type integer
    line 31, hj212.command: this key is missing; write it
    line 32, hj212.system_type: write 2 digits
    ");
}

#[test]
fn faults_are_told_in_chinese_too() {
    let error = Mapping::read(
        &AIR.replace("is = \"period-end\"", "is = \"end\"")
            .replace("PM25", "PM2_5"),
    )
    .unwrap_err();
    insta::assert_snapshot!(error.lines(Language::Chinese).join("\n"), @r"
    第 7 行 time.is：应为 period-start, period-end 之一
    第 11 行 item[1].code：不认识的项目代码“PM2_5”；是否为“PM25”？
    ");
}

#[test]
fn single_faults() {
    let cases = [
        ("broken", "name = "),
        ("empty", ""),
        ("column twice", &AIR.replace("column = \"co\"", "column = \"pm25\"")),
        ("period without an end", &AIR.replace("\"hour\"", "\"instant\"")),
        ("no items", AIR.split("[[item]]").next().unwrap_or_default()),
        (
            "filter of a fixed point",
            &AIR.replace("column = \"station\"", "fixed = \"a\"\nonly = [\"b\"]"),
        ),
        (
            "flag column twice",
            &format!("{}\n[flag]\ncolumn = \"status\"", crate::import_desk::NARROW),
        ),
        (
            "narrow without a unit",
            &crate::import_desk::NARROW
                .replace("unit_column = \"unit\"", "")
                .replace("unit = \"ug/m3\"", ""),
        ),
        ("too long", &" ".repeat(300_000)),
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|(what, text)| format!("{what}\n{}", faults(text)))
        .collect();
    insta::assert_snapshot!(said.join("\n\n"), @r#"
    broken
    line 1, TOML: not valid TOML: string values must be quoted, expected literal string

    empty
    line 1, name: this key is missing; write it
    line 1, point: this key is missing; write it
    line 1, time: this key is missing; write it
    line 1, item: no column of values is named: write one [[item]] per column, or [narrow] for a file with one value per row

    column twice
    line 14, item[2].column of CO: column 'pm25' is named a second time; give each column one use

    period without an end
    line 7, time.is: this period has no fixed length, so its start cannot be told from its end; write is = "period-start"

    no items
    line 1, item: no column of values is named: write one [[item]] per column, or [narrow] for a file with one value per row

    filter of a fixed point
    line 4, point.fixed: a fixed point takes neither 'only' nor 'names'; remove them or give a column

    flag column twice
    line 13, narrow.flag_column: the flag column is named in [flag] already; remove one of the two

    narrow without a unit
    line 16, item[1].unit: this key is missing; write it

    too long
    line 1, TOML: the text is longer than the 262144 bytes that a mapping may have
    "#);
}

#[test]
fn a_mapping_tells_what_it_says() {
    let text = format!("{AIR}[hj212]\nsystem_type = \"22\"\ncommand = \"2061\"\n").replace(
        "name = \"air\"",
        "name = { zh = \"空气\", en = \"Air\" }\nnote.zh = \"注\"\nnote.en = \"Note\"\norigin = \"somewhere\"\nlicence = \"CC BY 4.0\"",
    );
    let mapping = Mapping::read(&text).unwrap().for_city_at(480);
    assert_eq!(
        (mapping.name().zh.as_str(), mapping.note().map(|note| note.en.as_str())),
        ("空气", Some("Note"))
    );
    assert_eq!(
        (mapping.origin(), mapping.licence()),
        (Some("somewhere"), Some("CC BY 4.0"))
    );
    assert_eq!(
        (mapping.period(), mapping.city_offset_minutes()),
        (Period::Hour, Some(480))
    );
    assert_eq!(
        mapping
            .hj212()
            .map(|say| (say.system_type.as_str(), say.command.as_str())),
        Some(("22", "2061"))
    );
    let columns: Vec<_> = mapping
        .item_columns()
        .iter()
        .map(|entry| (entry.column.as_str(), entry.item.code))
        .collect();
    assert_eq!(columns, [("pm25", "PM25"), ("co", "CO")]);
    assert_eq!(mapping.text(), text);
}

fn inferred(header: &str) -> String {
    let header: Vec<&str> = header.split(',').collect();
    match Mapping::infer(&header) {
        Ok(inference) => format!(
            "{}\nnot recognised: {}\nassumed: {}",
            inference.mapping.text(),
            inference.unrecognised.join(", "),
            inference
                .assumed
                .iter()
                .map(|says| says.en.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Err(error) => error.lines(Language::English).join("\n"),
    }
}

#[test]
fn usual_headers_are_understood() {
    insta::assert_snapshot!(inferred("city,station,time,aqi_published,PM2.5,co_ugm3,o3_8h"), @r#"
    name = { zh = "按表头推断", en = "Inferred from the header" }

    [point]
    column = "station"

    [time]
    column = "time"
    is = "period-start"
    period = "hour"

    [[item]]
    column = "PM2.5"
    code = "PM25"
    unit = "μg/m³"

    [[item]]
    column = "co_ugm3"
    code = "CO"
    unit = "ug/m3"

    [[item]]
    column = "o3_8h"
    code = "O3_8H"
    unit = "μg/m³"

    [ignore]
    columns = ["city", "aqi_published"]

    not recognised: city, aqi_published
    assumed: 'time' is taken for values of the hour that begins at the time; 'PM2.5' states no unit and is taken to be in μg/m³; 'o3_8h' states no unit and is taken to be in μg/m³
    "#);
    insta::assert_snapshot!(inferred("断面名称,监测日期,水温(℃),pH(无量纲),氨氮（mg/L）,站点情况"), @r#"
    name = { zh = "按表头推断", en = "Inferred from the header" }

    [point]
    column = "断面名称"

    [time]
    column = "监测日期"
    is = "period-start"
    period = "day"

    [[item]]
    column = "水温(℃)"
    code = "WT"
    unit = "℃"

    [[item]]
    column = "pH(无量纲)"
    code = "PH"
    unit = "无量纲"

    [[item]]
    column = "氨氮（mg/L）"
    code = "NH3N"
    unit = "mg/L"

    [ignore]
    columns = ["站点情况"]

    not recognised: 站点情况
    assumed: '监测日期' is taken for values of the natural day
    "#);
    insta::assert_snapshot!(inferred("location,datetimeLocal,parameter,value,unit,flag"), @r#"
    name = { zh = "按表头推断", en = "Inferred from the header" }

    [point]
    column = "location"

    [time]
    column = "datetimeLocal"
    is = "period-start"
    period = "hour"

    [narrow]
    item_column = "parameter"
    value_column = "value"
    unit_column = "unit"

    [flag]
    column = "flag"

    not recognised: 
    assumed: 'datetimeLocal' is taken for values of the hour that begins at the time
    "#);
}

#[test]
fn what_is_not_understood_is_not_guessed() {
    let cases = [
        "a,b,c",
        "station,date,time,pm25",
        "station,section,time,pm25",
        "station,time,pm25,PM2.5",
        "station,time,MN,No,aqi",
        "",
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|header| format!("{header}\n{}", inferred(header)))
        .collect();
    insta::assert_snapshot!(said.join("\n\n"), @r"
    a,b,c
    point.column: no column is known to name the point (such as station, section, 断面); write a mapping
    time.column: no column is known to be the time (such as time, date, 日期); write a mapping
    item: no column is known to hold an item; write a mapping

    station,date,time,pm25
    time.column: several columns could be it: date, time; write a mapping that says which

    station,section,time,pm25
    point.column: several columns could be it: station, section; write a mapping that says which

    station,time,pm25,PM2.5
    item.column: 'pm25' and 'PM2.5' both are PM2.5; write a mapping that says which

    station,time,MN,No,aqi
    item: no column is known to hold an item; write a mapping


    point.column: no column is known to name the point (such as station, section, 断面); write a mapping
    time.column: no column is known to be the time (such as time, date, 日期); write a mapping
    item: no column is known to hold an item; write a mapping
    ");
}
