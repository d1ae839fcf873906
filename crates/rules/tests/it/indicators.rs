//! Indicators that a city counts itself: the worked examples of SOIL-2, SOIL-4, RUR-1, RUR-2 and RESP-1, and what is unknown.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rules::indicator::{Counted, Entry, Figure, Judgement, Method, Question, Says, count};
use rules::profile::shipped;
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::Text;

/// An entry from `input=value` pairs: numbers, `✓`/`✗`, days, else words.
fn entry(text: &str) -> Entry {
    let mut says = BTreeMap::new();
    let mut counts = None;
    for (input, value) in text.split_whitespace().filter_map(|pair| pair.split_once('=')) {
        if input == "counts" {
            counts = Some(value == "✓");
            continue;
        }
        let said = match (value.parse::<Decimal>(), value.parse::<NaiveDate>()) {
            (Ok(number), _) => Says::Number(number),
            (_, Ok(day)) => Says::Day(day),
            _ if value == "✓" || value == "✗" => Says::Flag(value == "✓"),
            _ => Says::Word(value.to_owned()),
        };
        let input = Method::ALL
            .iter()
            .find_map(|method| method.input(input))
            .map(|input| input.word)
            .unwrap();
        says.insert(input, said);
    }
    Entry {
        name: Text::same(text),
        key: Some(format!("entry/{text}")),
        says,
        called: Default::default(),
        told: Vec::new(),
        counts,
    }
}

fn counted(method: Method, unit: &str, entries: &str) -> Counted {
    let entries: Vec<Entry> = entries
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(entry)
        .collect();
    let name = Text::new("指标", "indicator");
    let question = Question {
        name: &name,
        unit: PlanUnit::parse(unit),
        year: Some(2019),
        entries: &entries,
        unclear: &[],
        kept: entries.len(),
    };
    let day = NaiveDate::from_ymd_opt(2019, 12, 31).unwrap();
    count(method, &question, shipped("rural").unwrap().at(day)).unwrap()
}

#[test]
fn every_worked_example_comes_out() {
    let cases = [
        // SOIL-2
        (
            Method::FarmlandSafeUse,
            "protected=1200 treated=3150 pass_share=0.93 strict=640 polluted=5400",
            "88.32",
        ),
        (
            Method::FarmlandSafeUse,
            "protected=2000 treated=5200 pass_share=1.00 strict=900 polluted=9000",
            "90.00",
        ),
        (
            Method::FarmlandSafeUse,
            "protected=800 treated=2400 pass_share=0.85 strict=300 polluted=3700",
            "84.86",
        ),
        (
            Method::FarmlandSafeUse,
            "protected=0 treated=3150 points_met=28 points_sampled=30 strict=0 polluted=2940",
            "100.00",
        ),
        // SOIL-4
        (Method::PlotSafeUse, "met=45.6 reused=48.0", "95.00"),
        (Method::PlotSafeUse, "met=27 reused=30", "90.00"),
        (Method::PlotSafeUse, "met=88.2 reused=100", "88.20"),
        // RUR-1
        (Method::RuralSewage, "households=3400 piped=1200 station=860", "60.59"),
        (Method::RuralSewage, "households=3400 ecological=2040", "60.00"),
        (
            Method::RuralToilets,
            "toilets=2000 treated=900 reused=520 both=20",
            "70.00",
        ),
        (Method::RuralGarbage, "treated=7300 produced=10000", "73.00"),
        (Method::RuralGarbage, "treated=547.50 residents=2500", "100.00"),
        (Method::Ratio, "numerator=43 denominator=45", "95.56"),
        // RUR-2: sums first, never the mean of rates
        (
            Method::RuralSewage,
            "households=3400 piped=1870\nhouseholds=5200 piped=3640\nhouseholds=2100 piped=1344",
            "64.06",
        ),
        // RESP-1: the lowest of any kind and level
        (
            Method::ChiefCoverage,
            "kind=administrative level=town filled=✓ length=30\nkind=administrative level=town filled=✗ length=10\nkind=social level=town filled=✓",
            "75.00",
        ),
        (Method::Share, "counts=✓\ncounts=✓\ncounts=✗", "66.67"),
    ];
    for (method, entries, expected) in cases {
        let number = counted(method, "%", entries).number();
        let shown = number.map(rules::found::shown);
        assert_eq!(shown.as_deref(), Some(expected), "{} {entries}", method.word());
    }
}

#[test]
fn sums_numbers_and_figures_keep_their_unit() {
    let sum = counted(Method::Sum, "km", "value=40.25\nvalue=32.21");
    assert_eq!(sum.number().unwrap().to_string(), "72.46");
    assert_eq!(sum.reason.says.zh, "2019年指标：Σ(2) = 72.46公里");
    assert_eq!(sum.reason.because.len(), 2, "every entry is a cause");
    let count = counted(Method::Count, "count", "value=1\nvalue=2\nvalue=3");
    assert_eq!(count.number(), Some(Decimal::from(3)));
    let figure = counted(Method::Figure, "10⁸ yuan", "value=4821.5");
    assert_eq!(figure.reason.says.en, "indicator in 2019: 4821.5 10⁸ yuan");
}

#[test]
fn what_is_not_said_makes_the_figure_unknown() {
    let cases = [
        (Method::Sum, "value=1\ncounts=✓", "没有填“数值”"),
        (Method::Figure, "value=1\nvalue=2", "以哪一条为准不明"),
        (Method::Ratio, "numerator=1", "没有填“分母”"),
        (Method::Ratio, "numerator=1 denominator=0", "不适用"),
        (Method::PlotSafeUse, "met=0 reused=0", "不适用"),
        (
            Method::FarmlandSafeUse,
            "protected=1 treated=1 strict=0 polluted=9",
            "没有填“农产品达标比例”",
        ),
        (
            Method::FarmlandSafeUse,
            "protected=9 treated=0 strict=9 polluted=9",
            "一块地只计一次",
        ),
        (Method::RuralSewage, "households=9", "没有填“纳管户数”"),
        (Method::RuralGarbage, "treated=9", "没有填“产生量”"),
        (Method::ChiefCoverage, "kind=social", "没有填“是否已设”"),
        (
            Method::Panel,
            "judgement=reached judged_on=2019-12-31",
            "没有填“依据材料”",
        ),
        (
            Method::Panel,
            "judgement=splendid judged_on=2019-12-31 evidence=x",
            "不是 reached、partly、not-reached 之一",
        ),
        (Method::Share, "counts=✓\nvalue=1", "2条中有1条情况不明"),
        (Method::Sum, "value=79228162514264337593543950335\nvalue=1", "数值过大"),
    ];
    for (method, entries, why) in cases {
        let counted = counted(method, "%", entries);
        assert_eq!(counted.figure, None, "{} {entries}", method.word());
        assert!(counted.received);
        let says = &counted.reason.says.zh;
        assert!(says.contains(why), "{} {entries}: {says}", method.word());
    }
}

#[test]
fn an_empty_list_that_is_kept_is_zero_and_one_that_nobody_keeps_is_unknown() {
    let name = Text::new("违法建筑", "illegal buildings");
    let rural = shipped("rural").unwrap();
    let day = NaiveDate::from_ymd_opt(2019, 12, 31).unwrap();
    let ask = |kept, unclear: &[Entry]| {
        let question = Question {
            name: &name,
            unit: Some(PlanUnit::COUNT),
            year: Some(2019),
            entries: &[],
            unclear,
            kept,
        };
        count(Method::Count, &question, rural.at(day)).unwrap()
    };
    assert_eq!(ask(4, &[]).number(), Some(Decimal::ZERO));
    let unkept = ask(0, &[]);
    assert_eq!((unkept.number(), unkept.received), (None, false));
    let unclear = ask(4, &[entry("value=1")]);
    assert_eq!((unclear.number(), unclear.received), (None, true));
    assert!(unclear.reason.says.zh.contains("是否属于统计范围不明"));
}

#[test]
fn a_panel_is_read_and_never_computed() {
    let counted = counted(
        Method::Panel,
        "1",
        "judgement=partly judged_on=2019-12-31 evidence=报告",
    );
    assert_eq!(counted.figure, Some(Figure::Judgement(Judgement::Partly)));
}
