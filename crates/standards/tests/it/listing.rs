//! What is on record, as people see it.

use standards::listing::{LimitsAsk, display_width, find_limits, register_text, show};
use standards::{Language, edition, standards, table};

#[test]
fn the_register_in_both_languages() {
    let all = register_text(None, Language::Chinese);
    assert_eq!(all.lines().count(), standards().len() + 1);
    let on = register_text("2026-02-28".parse().ok(), Language::English);
    assert!(on.contains("GB 3095-2012") && !on.contains("GB 3095-2026"));
    // The title begins in the same cell of every line.
    let column = |line: &str| display_width(line.split("环境空气质量").next().unwrap());
    let lines: Vec<usize> = all
        .lines()
        .filter(|line| line.contains("  环境空气质量"))
        .map(column)
        .collect();
    assert!(
        lines.len() >= 4 && lines.iter().all(|width| *width == lines[0]),
        "{lines:?}"
    );
    insta::assert_snapshot!(all.lines().take(6).collect::<Vec<_>>().join("\n"), @"
    标准                                        名称                                                                      自          至          可靠  状态
    GB 3838-2002                                地表水环境质量标准                                                        2002-06-01              V2    现行；未见通过的修订版
    环办〔2011〕22号                            地表水环境质量评价办法（试行）                                            2011-03-09              V2    现行；2026—2030 年考核目标将改为良好水体综合比例
    国家地表水自动站发布口径                    国家地表水自动站发布口径                                                  2018-01-01              V1    发布惯例，非标准文本
    湖泊（水库）富营养化评价方法及分级技术规定  湖泊（水库）富营养化评价方法及分级技术规定                                2001-01-01              V2    现行
    环办监测〔2017〕51号                        城市地表水环境质量排名技术规定（试行）                                    2017-06-01              V1    现行
    ");
    insta::assert_snapshot!(on.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    standard                                    title                                                                from        until       mark  status
    GB 3838-2002                                Environmental quality standards for surface water                    2002-06-01              V2    in force; no adopted replacement found
    环办〔2011〕22号                            Method of evaluating surface water (trial)                           2011-03-09              V2    in force; from 2026 the target changes to a composite share of good water bodies
    国家地表水自动站发布口径                    Practice of the national publication of automatic stations           2018-01-01              V1    a practice, no text
    ");
}

#[test]
fn one_standard_with_source_and_mark() {
    let view = show(edition("gb12348", None).unwrap());
    insta::assert_snapshot!(view.text(Language::Chinese), @"
    GB 12348-2008  工业企业厂界环境噪声排放标准
    适用: 2008-10-01 …
    代替: GB 12348-90
    状态: 现行
    依据: V1 一处来源 — text

    ▌ table 1 (表1)
      适用: 2008-10-01 …
      来源: GB 12348-2008 table 1, boundary of industrial enterprises, dB(A)
      核对: V1 一处来源 — published standard read directly; class 0: field knowledge
      类别  昼间  夜间
      0     50    40
      1     55    45
      2     60    50
      3     65    55
      4     70    55

    ▌ clauses 4.1.2 to 4.1.5 (夜间频发、偶发噪声，室内测量)
      适用: 2008-10-01 …
      来源: GB 12348-2008
      核对: V2 已核对原文或两处来源 — published standard read directly
      参数                               取值
      夜间频发最大超出（dB）             10
      夜间偶发最大超出（dB）             15
      室内限值减（dB）                   10
      厂界距敏感建筑小于（m）时室内测量  1
    ");
    insta::assert_snapshot!(view.text(Language::English), @"
    GB 12348-2008  Emission standard for noise at boundaries of industrial enterprises
    applies: 2008-10-01 …
    replaces: GB 12348-90
    status: in force
    basis: V1 one source — text

    ▌ table 1 (表1)
      applies: 2008-10-01 …
      source: GB 12348-2008 table 1, boundary of industrial enterprises, dB(A)
      verified: V1 one source — published standard read directly; class 0: field knowledge
      class  day  night
      0      50   40
      1      55   45
      2      60   50
      3      65   55
      4      70   55

    ▌ clauses 4.1.2 to 4.1.5 (夜间频发、偶发噪声，室内测量)
      applies: 2008-10-01 …
      source: GB 12348-2008
      verified: V2 checked against the text or two sources — published standard read directly
      parameter                                               value
      frequent peaks at night above the limit at most (dB)    10
      occasional peaks at night above the limit at most (dB)  15
      indoor limit minus (dB)                                 10
      measured indoors when closer than (m)                   1
    ");
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json["standard"], "GB 12348-2008");
    assert_eq!(json["tables"][0]["rows"][0][1], "50");
    assert_eq!(json["tables"][0]["certainty"], "V1");
}

#[test]
fn limits_of_an_item_and_of_a_standard() {
    let text = |of: &str, day: Option<&str>, class: Option<&str>, language| {
        let ask = LimitsAsk {
            of,
            day: day.and_then(|day| day.parse().ok()),
            class,
        };
        find_limits(&ask).unwrap().text(language)
    };
    insta::assert_snapshot!(text("NH₃-N", None, Some("Ⅲ"), Language::Chinese), @r#"
    GB 3838-2002  地表水环境质量标准
    ▌ table 1 (表1)
      适用: 2002-06-01 …
      来源: GB 3838-2002 table 1, 24 basic items, classes I-V; issued 2002-04-28
      核对: V2 已核对原文或两处来源 — two independent copies (scan of the published standard read page by page, independent transcription) agree
      注: direction: le = at most, ge = at least, range = inclusive range, none = no concentration limit
      注: a value equal to the limit meets the class; worse than class V is 劣Ⅴ
      注: DO class I reads "90 % saturation (or 7.5)"; the published classes of automatic stations use 7.5 only
      注: TN limits apply to lakes and reservoirs only
      序号  项目       方向    水体  Ⅲ类
      7     氨氮 NH3N  不高于  全部  1.0

    GB/T 14848-2017  地下水质量标准
    ▌ tables 1 and 2 (表1、表2)
      适用: 2018-05-01 …
      来源: GB/T 14848-2017 tables 1 and 2
      核对: V2 已核对原文或两处来源 — two independent transcriptions agree item by item
      注: above class_4 is class V; equal limits give the better class
      注: ph: IV also below the lower and above the upper end of I-III; text: 无 (absent) meets I-IV; nd_first: class I needs not detected; radio: above class_3 the text cannot tell IV from V
      表  序号  项目  单位  种类    Ⅲ类
      1   18    氨氮  mg/L  不高于  0.50

    GB 18918-2002 修改单（2026）  城镇污水处理厂污染物排放标准 修改单
    ▌ maximum of one single sampling (一次监测最高允许排放浓度)
      适用: 2026-03-01 …
      来源: amendment of GB 18918-2002 in force from 2026-03-01
      核对: PD 建议默认值，可由主管部门另定 — one reprint of the text (its beginning); the numbers: not found
      注: MISSING: the numbers of the table are not at hand; a single sample stays unknown until they are entered here
      注: besides the unchanged daily means; both apply
      项目
      氨氮 NH3N
    "#);
    insta::assert_snapshot!(text("PM2.5", Some("2026-03-01"), Some("2"), Language::English), @"
    GB 3095-2026  Ambient air quality standards
    ▌ tables 1 and 2, transition values (表1、表2 过渡期限值), 4.4
      applies: 2026-03-01 … 2030-12-31
      source: GB 3095-2026 tables 1 and 2
      verified: V2 checked against the text or two sources — published standard and two independent transcriptions agree
      note: level 1 = class 1 areas (nature reserves and the like), level 2 = all others
      note: pollutant codes are those of the table; O3 over 8 h is the item O3_8H
      item                 period  level  limit  unit
      Fine particles PM25  year    2      30     μg/m3
      Fine particles PM25  day     2      60     μg/m3

    HJ 633-2026  Technical regulation on the ambient air quality index
    ▌ table 3 (表3)
      applies: 2026-03-01 …
      source: HJ 633-2026 table 3
      verified: V2 checked against the text or two sources — published standard read directly, and two or more independent transcriptions agree
      note: period day also serves where the edition applies it to hourly particles
      item                 period  IAQI  concentration
      Fine particles PM25  day     0     0
      Fine particles PM25  day     50    35
      Fine particles PM25  day     100   60
      Fine particles PM25  day     150   115
      Fine particles PM25  day     200   150
      Fine particles PM25  day     300   250
      Fine particles PM25  day     400   350
      Fine particles PM25  day     500   500
    ");
    let discharge = text("化学需氧量", Some("2024-01-01"), Some("1A"), Language::Chinese);
    assert!(discharge.contains("GB 18918-2002") && discharge.contains("一级A") && !discharge.contains("一级B"));
    let steel = text("GB 28665-2012", None, None, Language::English);
    assert!(steel.contains("heat-treatment furnace") && !steel.contains("热处理炉"));
    let fault = find_limits(&LimitsAsk {
        of: "黄金",
        ..LimitsAsk::default()
    })
    .unwrap_err();
    insta::assert_snapshot!(fault.0.zh, @"“黄金”既不是收录的标准，也不是监测项目；可用 bishui standard list 查看标准");
    assert!(
        find_limits(&LimitsAsk {
            of: "电导率",
            ..LimitsAsk::default()
        })
        .is_err()
    );
}

/// A heading or parameter without words would stand on the page as a code.
#[test]
fn every_column_and_parameter_has_words() {
    let words: Vec<&str> = table::table("register/words.csv")
        .unwrap()
        .rows()
        .map(|row| row.text("key").unwrap())
        .collect();
    let mut without = Vec::new();
    for table in table::tables()
        .iter()
        .filter(|table| !table.path.starts_with("register/words") && !table.path.starts_with("substances"))
    {
        let columns: Vec<&str> = table.columns().collect();
        without.extend(
            columns
                .iter()
                .filter(|column| !words.contains(column) && **column != "also")
                .map(|column| format!("{}: {column}", table.path)),
        );
        if columns == ["name", "value"] {
            let names = table.rows().map(|row| row.text("name").unwrap());
            without.extend(
                names
                    .filter(|name| !words.contains(name))
                    .map(|name| format!("{}: {name}", table.path)),
            );
        }
    }
    assert_eq!(without, Vec::<String>::new());
    for one in standards() {
        for language in [Language::Chinese, Language::English] {
            assert!(!show(one).text(language).is_empty());
        }
    }
}

/// The document of standards lists what is on record, no more and no less.
#[test]
fn the_document_lists_the_register_and_the_conventions() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/standards.md");
    let document = std::fs::read_to_string(path).unwrap();
    let mut missing = Vec::new();
    for one in standards() {
        let until = one.until.map_or(String::new(), |last| last.to_string());
        let mark = one.certainty.mark();
        let line = format!(
            "| {} | {} | {} | {until} | {mark} | {} |",
            one.standard, one.title.en, one.from, one.status.en
        );
        missing.extend((!document.contains(&line)).then_some(line));
    }
    for entry in standards::ConventionsProfile::proposed().entries() {
        let line = format!("| `{}` | {} | {} |", entry.name, entry.words.en, entry.value);
        missing.extend((!document.contains(&line)).then_some(line));
    }
    assert_eq!(missing, Vec::<String>::new());
}
