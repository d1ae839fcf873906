//! The functions of a query: one list, read by the engine, the command line, the documentation and the tests.

use standards::Medium;

/// How a function is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// Over the values of one row.
    Row,
    /// Over the rows of a group, each an item and its value.
    Group,
    /// The percentile of a group.
    Percentile,
}

/// What a function judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Iaqi,
    AqiDaily,
    AqiHourly,
    WaterClass,
    Percentile,
}

impl Subject {
    /// Whether an item can take part in the judgement.
    pub(crate) fn knows(self, code: &str) -> bool {
        match self {
            Self::Iaqi | Self::AqiDaily | Self::AqiHourly => {
                matches!(code, "SO2" | "NO2" | "CO" | "O3" | "O3_8H" | "PM10" | "PM25")
            }
            Self::WaterClass => standards::item::by_code(code).is_some_and(|item| item.medium == Medium::Water),
            Self::Percentile => false,
        }
    }
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    /// A number, exact.
    Number,
    /// A word.
    Word,
    /// A day; a timestamp or an ISO text is taken as its day.
    Day,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: ParameterKind,
    /// Optional ones come last and may be left out.
    pub(crate) optional: bool,
}

/// One function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name; the same with `_verdict` gives all there is to know, as a struct.
    pub name: &'static str,
    /// How it is called.
    pub kind: FunctionKind,
    pub(crate) subject: Subject,
    pub(crate) parameters: &'static [Parameter],
    /// What it gives, Chinese and English.
    pub says: (&'static str, &'static str),
}

impl Function {
    /// The call with its parameters, optional ones in brackets.
    pub fn call(&self) -> String {
        let name = |parameter: &Parameter| parameter.name;
        let needed: Vec<_> = self.parameters.iter().filter(|one| !one.optional).map(name).collect();
        let optional: Vec<_> = self.parameters.iter().filter(|one| one.optional).map(name).collect();
        let optional = if optional.is_empty() {
            String::new()
        } else {
            format!(" [, {}]", optional.join(", "))
        };
        format!("{}({}{optional})", self.name, needed.join(", "))
    }

    /// How many parameters must be given.
    pub(crate) fn needed(&self) -> usize {
        self.parameters.iter().filter(|one| !one.optional).count()
    }
}

const fn number(name: &'static str) -> Parameter {
    Parameter {
        name,
        kind: ParameterKind::Number,
        optional: false,
    }
}

const fn may(name: &'static str) -> Parameter {
    Parameter {
        name,
        kind: ParameterKind::Number,
        optional: true,
    }
}

const fn word(name: &'static str) -> Parameter {
    Parameter {
        name,
        kind: ParameterKind::Word,
        optional: false,
    }
}

const DAY: Parameter = Parameter {
    name: "day",
    kind: ParameterKind::Day,
    optional: false,
};

/// The functions of a query. The day chooses the edition. What is unknown is NULL; the `_verdict` says why.
pub const FUNCTIONS: &[Function] = &[
    Function {
        name: "iaqi",
        kind: FunctionKind::Row,
        subject: Subject::Iaqi,
        parameters: &[word("item"), number("value"), word("period"), DAY],
        says: (
            "一项污染物的分指数（HJ 633）；period：1h、8h、day（hour 同 1h）",
            "index of one pollutant (HJ 633); period: 1h, 8h, day (hour is 1h)",
        ),
    },
    Function {
        name: "aqi_daily",
        kind: FunctionKind::Row,
        subject: Subject::AqiDaily,
        parameters: &[
            DAY,
            number("so2"),
            number("no2"),
            number("co"),
            number("o3_8h"),
            number("pm10"),
            number("pm25"),
            may("o3_1h"),
        ],
        says: (
            "日空气质量指数（HJ 633）；24小时平均，臭氧为日最大8小时平均，o3_1h 只用于 2012 版",
            "index of a day (HJ 633); 24 h means, ozone the largest 8 h mean; o3_1h counts in the edition of 2012 only",
        ),
    },
    Function {
        name: "aqi_hourly",
        kind: FunctionKind::Row,
        subject: Subject::AqiHourly,
        parameters: &[
            DAY,
            number("so2"),
            number("no2"),
            number("co"),
            number("o3"),
            number("pm10"),
            number("pm25"),
        ],
        says: (
            "小时空气质量指数（HJ 633），全部为1小时平均；2012 版按实时发布口径",
            "index of an hour (HJ 633), all 1 h means; in the edition of 2012 by the practice of the real-time publication",
        ),
    },
    Function {
        name: "water_class",
        kind: FunctionKind::Row,
        subject: Subject::WaterClass,
        parameters: &[
            DAY,
            word("body"),
            number("ph"),
            number("do"),
            number("codmn"),
            number("nh3n"),
            number("tp"),
            may("cod"),
            may("bod5"),
            may("cu"),
            may("zn"),
            may("f"),
            may("se"),
            may("as"),
            may("hg"),
            may("cd"),
            may("cr6"),
            may("pb"),
            may("cn"),
            may("vp"),
            may("oil"),
            may("las"),
            may("s"),
        ],
        says: (
            "地表水类别 1～6（6 为劣Ⅴ），最差项目决定（GB 3838-2002、环办〔2011〕22号）；body：river、lake",
            "class of surface water 1 to 6 (6 is worse than V), the worst item decides (GB 3838-2002, 环办〔2011〕22号); body: river, lake",
        ),
    },
    Function {
        name: "aqi_daily_of",
        kind: FunctionKind::Group,
        subject: Subject::AqiDaily,
        parameters: &[word("item"), number("value"), DAY],
        says: (
            "一组行（因子、数值）的日空气质量指数；按测点和日期分组",
            "index of a day from rows of item and value; group by point and day",
        ),
    },
    Function {
        name: "aqi_hourly_of",
        kind: FunctionKind::Group,
        subject: Subject::AqiHourly,
        parameters: &[word("item"), number("value"), DAY],
        says: (
            "一组行（因子、数值）的小时空气质量指数；按测点和时间分组",
            "index of an hour from rows of item and value; group by point and time",
        ),
    },
    Function {
        name: "water_class_of",
        kind: FunctionKind::Group,
        subject: Subject::WaterClass,
        parameters: &[word("item"), number("value"), DAY, word("body")],
        says: (
            "一组行（因子、数值）的地表水类别；按断面和时间分组",
            "class of surface water from rows of item and value; group by section and time",
        ),
    },
    Function {
        name: "hj663_percentile",
        kind: FunctionKind::Percentile,
        subject: Subject::Percentile,
        parameters: &[number("value"), number("p")],
        says: (
            "第 p 百分位数（HJ 663），精确，不修约；无数值的行不计",
            "the p-th percentile (HJ 663), exact, unrounded; rows without a value do not count",
        ),
    },
];
