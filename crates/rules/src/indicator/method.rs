//! The methods by which an indicator is counted: one list, read by the checker of city folders, the office and the manual.

use serde::Serialize;
use standards::{Certainty, Citation, Text};

use crate::unit::PlanUnit;

/// What a method asks of each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its word in `inputs = { … }`.
    pub word: &'static str,
    zh: &'static str,
    en: &'static str,
    /// What the field that brings it must hold.
    pub kind: InputKind,
    /// Whether the method cannot do without it.
    pub required: bool,
}

/// What the field of an input must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// A number in the unit of the indicator.
    Figure,
    /// A number; all amounts of one indicator are in one unit.
    Amount,
    /// A share: a number in `%`, or a pure number from 0 to 1.
    Share,
    /// How many: a whole number or a number, whatever is counted.
    Number,
    /// A word, choice or reference.
    Word,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
}

/// In what a method's result comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultUnit {
    /// In the unit that the indicator names.
    OfIndicator,
    /// Always in per cent.
    Percent,
    /// In none: a judgement in words.
    None,
}

macro_rules! methods {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $zh:literal, $en:literal, $rule:literal, $certainty:ident, $unit:ident,
        [$($input:expr),* $(,)?];)+) => {
        /// How an indicator is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Method { $($(#[doc = $doc])+ $name,)+ }

        impl Method {
            /// Every method, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in `method = "…"`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its name for people.
            pub fn text(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)+ }
            }

            /// The rule that it computes, with its certainty.
            pub fn citation(self) -> Citation {
                match self { $(Self::$name => Citation::new($rule, $word, Certainty::$certainty),)+ }
            }

            /// In what the result comes.
            pub fn unit(self) -> ResultUnit {
                match self { $(Self::$name => ResultUnit::$unit,)+ }
            }

            /// What it asks of each row.
            pub fn inputs(self) -> &'static [Input] {
                match self { $(Self::$name => const { &[$($input),*] },)+ }
            }
        }
    };
}

const fn required(word: &'static str, kind: InputKind, zh: &'static str, en: &'static str) -> Input {
    Input {
        word,
        zh,
        en,
        kind,
        required: true,
    }
}

const fn optional(word: &'static str, kind: InputKind, zh: &'static str, en: &'static str) -> Input {
    Input {
        word,
        zh,
        en,
        kind,
        required: false,
    }
}

use InputKind::{Amount, Day, Figure, Flag, Number, Share as ShareKind, Word};

methods! {
    /// One declared value a year.
    Figure = "figure", "填报值", "declared figure", "ASM-1", PD, OfIndicator, [
        required("value", Figure, "填报值", "declared value"),
    ];
    /// 100 × Σ numerator ÷ Σ denominator, never the mean of rates.
    Ratio = "ratio", "合计之比", "ratio of sums", "RUR-2", PD, Percent, [
        required("numerator", Amount, "分子", "numerator"),
        required("denominator", Amount, "分母", "denominator"),
    ];
    /// The sum of a field.
    Sum = "sum", "合计", "sum", "ASM-1", PD, OfIndicator, [
        required("value", Figure, "数值", "value"),
    ];
    /// How many entries there are.
    Count = "count", "条目数", "number of entries", "ASM-1", PD, OfIndicator, [];
    /// Entries whose field is one of some words ÷ all entries.
    Share = "share", "条目占比", "share of entries", "ASM-1", PD, Percent, [];
    /// 受污染耕地安全利用率 (SOIL-2).
    FarmlandSafeUse = "farmland-safe-use", "受污染耕地安全利用率", "safe-use rate of polluted farmland", "SOIL-2", V2, Percent, [
        required("protected", Amount, "采取保护措施的轻微污染面积", "slightly polluted area with protection measures"),
        required("treated", Amount, "采取安全利用或修复措施的面积", "area with safe-use or repair measures"),
        optional("pass_share", ShareKind, "农产品达标比例", "share of products meeting the limit"),
        optional("points_met", Number, "达标点位数", "sampled points meeting the limit"),
        optional("points_sampled", Number, "采样点位数", "sampled points"),
        required("strict", Amount, "严格管控面积", "area under strict control"),
        required("polluted", Amount, "受污染耕地面积", "all polluted farmland"),
    ];
    /// 污染地块安全利用率 (SOIL-4).
    PlotSafeUse = "plot-safe-use", "污染地块安全利用率", "safe-use rate of polluted plots", "SOIL-4", K, Percent, [
        required("reused", Amount, "再开发利用面积", "area of reused plots"),
        required("met", Amount, "符合规划用地要求的面积", "area meeting the limit of the planned use"),
    ];
    /// 农村生活污水处理率 (RUR-1, RUR-2).
    RuralSewage = "rural-sewage", "农村生活污水处理率", "rural sewage treatment rate", "RUR-1", PD, Percent, [
        required("households", Amount, "常住户数", "resident households"),
        optional("piped", Amount, "纳管户数", "households piped to works"),
        optional("station", Amount, "自建设施户数", "households with an own small station"),
        optional("ecological", Amount, "生态处理或资源化利用户数", "households with ecological or resource use"),
    ];
    /// 厕所污水处理及资源化利用率 (RUR-1, RUR-2).
    RuralToilets = "rural-toilets", "厕所污水处理及资源化利用率", "toilet sewage treatment and reuse rate", "RUR-1", PD, Percent, [
        required("toilets", Amount, "有厕所的户数", "households with toilets"),
        required("treated", Amount, "厕所污水得到处理的户数", "toilets whose waste is treated"),
        required("reused", Amount, "厕所粪污资源化利用的户数", "toilets whose waste is reused"),
        optional("both", Amount, "两者兼有的户数", "toilets counted in both"),
    ];
    /// 生活垃圾无害化处理率 (RUR-1, RUR-2).
    RuralGarbage = "rural-garbage", "生活垃圾无害化处理率", "harmless garbage rate", "RUR-1", PD, Percent, [
        required("treated", Amount, "无害化处理量", "garbage treated harmlessly"),
        optional("produced", Amount, "产生量", "garbage produced"),
        optional("residents", Number, "常住人口", "residents"),
    ];
    /// 河长覆盖率 (RESP-1).
    ChiefCoverage = "chief-coverage", "河长覆盖率", "coverage by river chiefs", "RESP-1", PD, Percent, [
        required("kind", Word, "河长类别", "kind of chief"),
        required("filled", Flag, "是否已设", "whether there is a chief"),
        optional("level", Word, "层级", "level"),
        optional("length", Amount, "河段长度", "length of the segment"),
    ];
    /// A panel's judgement with its evidence; never computed.
    Panel = "panel", "专家评议", "judgement of a panel", "ASM-1", PD, None, [
        required("judgement", Word, "评议结论", "judgement"),
        required("judged_on", Day, "评议日期", "day of the judgement"),
        required("evidence", Word, "依据材料", "evidence"),
    ];
}

impl Method {
    /// The method of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.word() == word)
    }

    /// The input of a word.
    pub fn input(self, word: &str) -> Option<&'static Input> {
        self.inputs().iter().find(|input| input.word == word)
    }

    /// Whether `unit` can be that of an indicator counted so.
    pub fn takes_unit(self, unit: PlanUnit) -> bool {
        match self.unit() {
            ResultUnit::OfIndicator => true,
            ResultUnit::Percent => unit == PlanUnit::PERCENT,
            ResultUnit::None => false,
        }
    }
}

impl Input {
    /// Its name for people.
    pub fn text(&self) -> Text {
        Text::new(self.zh, self.en)
    }
}

impl InputKind {
    /// What the field must hold, in words.
    pub fn text(self) -> Text {
        match self {
            Self::Figure => Text::new("与指标同单位的数", "a number in the unit of the indicator"),
            Self::Amount => Text::new("数，各项单位一致", "a number, in one unit for all amounts"),
            Self::Share => Text::new("% 或 0 至 1 的数", "a number in % or a pure number"),
            Self::Number => Text::new("数", "a number"),
            Self::Word => Text::new("文字", "a text"),
            Self::Flag => Text::new("true 或 false", "true or false"),
            Self::Day => Text::new("日期", "a day"),
        }
    }
}
