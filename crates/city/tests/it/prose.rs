//! Prose: how the two languages are joined, and that nothing written in a plan can become active on a page.

use city::{Part, Reading};
use standards::Text;

use crate::sample::Sample;

const AIR: &str = "plan/07-air.md";

/// The prose of a clause whose heading is followed by `markdown`.
fn prose(markdown: &str) -> Vec<Text> {
    let text = format!("# 第七条 蓝天\n\n> Air\n\n{markdown}\n");
    let Reading { city, findings } = Sample::whole().change(AIR, "", &text).read();
    let city = city.unwrap_or_else(|| panic!("{findings:?}"));
    let clause = city
        .clauses
        .into_iter()
        .find(|clause| clause.heading == city::Heading::Clause(7))
        .unwrap();
    let html = |part| match part {
        Part::Prose { html } => Some(html),
        Part::Target(_) | Part::Block(_) => None,
    };
    clause.parts.into_iter().filter_map(html).collect()
}

#[test]
fn blocks_come_in_pairs() {
    for (markdown, zh, en) in [
        ("一。\n\n> One.", "<p>一。</p>", "<p>One.</p>"),
        ("一，\n二。\n\n> One,\n> two.", "<p>一，二。</p>", "<p>One, two.</p>"),
        ("PM2.5\n浓度\n\n> PM2.5", "<p>PM2.5 浓度</p>", "<p>PM2.5</p>"),
        (
            "**一**与*二*\n\n> `one`",
            "<p><strong>一</strong>与<em>二</em></p>",
            "<p><code>one</code></p>",
        ),
        (
            "- 一\n- 二\n\n> - one\n> - two",
            "<ul><li>一</li><li>二</li></ul>",
            "<ul><li>one</li><li>two</li></ul>",
        ),
        (
            "3. 一\n\n> 3. one",
            "<ol start=\"3\"><li>一</li></ol>",
            "<ol start=\"3\"><li>one</li></ol>",
        ),
        ("## 小标题\n\n> Subtitle", "<h3>小标题</h3>", "<h3>Subtitle</h3>"),
        ("### 一<二\n\n> A < B", "<h4>一&lt;二</h4>", "<h4>A &lt; B</h4>"),
        ("一。", "<p>一。</p>", "<p>一。</p>"),
    ] {
        assert_eq!(prose(markdown), [Text::new(zh, en)], "{markdown}");
    }
}

#[test]
fn nothing_in_a_plan_is_active() {
    for (markdown, html) in [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (
            "一<b onclick=\"x\">二</b>",
            "<p>一&lt;b onclick=&quot;x&quot;&gt;二&lt;/b&gt;</p>",
        ),
        ("[一](javascript:alert(1))", "<p><a>一</a></p>"),
        (
            "[一](https://example.org/?a=1&b=2)",
            "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener\">一</a></p>",
        ),
        (
            "[一](https://example.org/\"onmouseover=\"x)",
            "<p><a href=\"https://example.org/&quot;onmouseover=&quot;x\" rel=\"noopener\">一</a></p>",
        ),
        ("![一](https://example.org/a.png)", "<p>一</p>"),
        (
            "<https://example.org>",
            "<p><a href=\"https://example.org\" rel=\"noopener\">https://example.org</a></p>",
        ),
        ("`<i>`", "<p><code>&lt;i&gt;</code></p>"),
        ("    <i>", "<pre>&lt;i&gt;</pre>"),
        ("&lt;i&gt;", "<p>&lt;i&gt;</p>"),
    ] {
        let found: Vec<String> = prose(markdown).into_iter().map(|text| text.zh).collect();
        let found = found.join("").replace('\n', "");
        assert_eq!(found, html, "{markdown}");
    }
}

#[test]
fn a_target_takes_the_prose_before_it_as_its_sentence() {
    let city = Sample::whole().read().city.unwrap();
    let target = city.target("S07-22").unwrap();
    assert_eq!(
        target.sentence,
        Text::new("优良天数比例达到80%以上。", "At least 80 % of the days are good.")
    );
    assert_eq!((target.file.as_str(), target.line), ("plan/07-air.md", 9));
    assert_eq!(target.seed, ["S07-22"]);
}

#[test]
fn line_ends_of_windows_read_the_same() {
    let unix = Sample::whole();
    let windows = unix
        .files()
        .map(|(name, text)| (name.to_owned(), text.replace('\n', "\r\n")))
        .collect::<Vec<_>>();
    let (windows, unix) = (city::read_files(windows), unix.read());
    assert!(windows.findings.is_empty(), "{:?}", windows.findings);
    let clauses = |reading: Reading| format!("{:?}", reading.city.unwrap().clauses);
    assert_eq!(clauses(windows), clauses(unix));
}
