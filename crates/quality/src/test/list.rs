//! Every test with its names, parameters and source, in the order in which findings are shown.

use standards::Certainty;

use super::{Need, ParameterDef, Test, TestDef};

const fn needs(name: &'static str, zh: &'static str, en: &'static str) -> ParameterDef {
    ParameterDef {
        name,
        need: Need::Required,
        words: (zh, en),
    }
}

const fn may(name: &'static str, zh: &'static str, en: &'static str) -> ParameterDef {
    ParameterDef {
        name,
        need: Need::Optional,
        words: (zh, en),
    }
}

const GAP: ParameterDef = needs(
    "gap_seconds",
    "相邻两值间隔超过该秒数即不再比较",
    "neighbours further apart than this are not compared",
);
const QARTOD: &str = "QARTOD manual for temperature and salinity";
const HJ212: &str = "HJ 212-2017";

/// Every test, in the order in which findings are shown.
pub static TESTS: &[TestDef] = &[
    TestDef {
        test: Test::Missing,
        id: "missing",
        name: ("缺失", "Missing"),
        says: ("该时段有无数值", "whether there is a value for the period"),
        qartod: "flag 9, missing data",
        source: (QARTOD, "flags", Certainty::K),
        required: true,
        parameters: &[],
    },
    TestDef {
        test: Test::DataFlag,
        id: "data-flag",
        name: ("数据标记", "Data flag"),
        says: (
            "数采仪自己的标记说明仪器当时的状态",
            "the logger's own flag says how the instrument was",
        ),
        qartod: "flag of the data provider",
        source: (
            HJ212,
            "table 8, and the alphabets named in the table of flags",
            Certainty::V2,
        ),
        required: false,
        parameters: &[],
    },
    TestDef {
        test: Test::Timestamp,
        id: "timestamp",
        name: ("时间", "Timestamp"),
        says: (
            "时间不在将来、在整时段上、没有晚到太久",
            "the time is not in the future, stands on the grid of its period and did not come far too late",
        ),
        qartod: "test 1, timing/gap",
        source: (QARTOD, "test 1", Certainty::K),
        required: true,
        parameters: &[
            needs(
                "future_seconds",
                "允许超前的秒数",
                "so far ahead of the receiving clock is still allowed",
            ),
            may(
                "late_seconds",
                "比已知的较新数值晚到超过该秒数即存疑",
                "said so long after newer values were known is suspect",
            ),
        ],
    },
    TestDef {
        test: Test::PhysicalRange,
        id: "physical-range",
        name: ("物理范围", "Physical range"),
        says: (
            "数值在该因子可能的范围内",
            "the value lies in the range in which the item can be",
        ),
        qartod: "test 4, gross range (fail), test 5, climatology (suspect)",
        source: (QARTOD, "tests 4 and 5", Certainty::K),
        required: true,
        parameters: &[
            may("lowest", "低于此值不合格", "lower fails"),
            may("highest", "高于此值不合格", "higher fails"),
            may("unlikely_below", "低于此值存疑", "lower is suspect"),
            may("unlikely_above", "高于此值存疑", "higher is suspect"),
        ],
    },
    TestDef {
        test: Test::InstrumentRange,
        id: "instrument-range",
        name: ("仪器量程", "Instrument range"),
        says: (
            "数值在该点仪器的量程内",
            "the value lies in the range of the point's instrument",
        ),
        qartod: "test 4, gross range (sensor)",
        source: (QARTOD, "test 4", Certainty::K),
        required: false,
        parameters: &[],
    },
    TestDef {
        test: Test::Order,
        id: "order",
        name: ("最小≤均值≤最大", "Minimum ≤ mean ≤ maximum"),
        says: (
            "均值在同一时段的最小值与最大值之间",
            "the mean lies between the minimum and the maximum of its period",
        ),
        qartod: "",
        source: (HJ212, "Min, Avg and Max of one period", Certainty::K),
        required: false,
        parameters: &[],
    },
    TestDef {
        test: Test::Duplicate,
        id: "duplicate",
        name: ("重复而不同", "Duplicate with a different value"),
        says: (
            "同一时段先前没有说过别的数值",
            "no other value was said before for the same period",
        ),
        qartod: "",
        source: (HJ212, "one value for a factor and DataTime", Certainty::K),
        required: false,
        parameters: &[],
    },
    TestDef {
        test: Test::Spike,
        id: "spike",
        name: ("突跳", "Spike"),
        says: (
            "数值与前后两值平均之差不超过阈值",
            "the value differs from the mean of its two neighbours by no more than a threshold",
        ),
        qartod: "test 6, spike",
        source: (QARTOD, "test 6", Certainty::K),
        required: false,
        parameters: &[
            may("suspect", "差超过此值存疑", "a larger difference is suspect"),
            may("failed", "差超过此值不合格", "a larger difference fails"),
            GAP,
        ],
    },
    TestDef {
        test: Test::Rate,
        id: "rate",
        name: ("变化率", "Rate of change"),
        says: (
            "与前一值相比，每小时的变化不超过阈值",
            "the change an hour against the value before is no more than a threshold",
        ),
        qartod: "test 7, rate of change",
        source: (QARTOD, "test 7", Certainty::K),
        required: false,
        parameters: &[
            may(
                "suspect_per_hour",
                "每小时变化超过此值存疑",
                "a larger change an hour is suspect",
            ),
            may(
                "failed_per_hour",
                "每小时变化超过此值不合格",
                "a larger change an hour fails",
            ),
            GAP,
        ],
    },
    TestDef {
        test: Test::FlatLine,
        id: "flat-line",
        name: ("恒值", "Flat line"),
        says: (
            "数值不在一段几乎不变的时间里",
            "the value does not stand in a stretch of time in which almost nothing changes",
        ),
        qartod: "test 8, flat line",
        source: (QARTOD, "test 8", Certainty::K),
        required: false,
        parameters: &[
            needs(
                "tolerance",
                "一段内最大与最小之差不超过此值视为不变",
                "a stretch whose spread is at most this is flat",
            ),
            needs(
                "values_count",
                "一段至少有这么多数值",
                "a stretch has at least so many values",
            ),
            needs(
                "suspect_seconds",
                "不变至少这么久存疑",
                "flat for at least this long is suspect",
            ),
            may(
                "failed_seconds",
                "不变至少这么久不合格",
                "flat for at least this long fails",
            ),
            GAP,
        ],
    },
    TestDef {
        test: Test::ClippedBelowLimit,
        id: "clipped-below-limit",
        name: ("限值下堆积", "Clipped just below a limit"),
        says: (
            "数值没有成堆地落在限值之下而几乎不超过",
            "values do not pile up just below a limit with hardly any above",
        ),
        qartod: "",
        source: ("project", "signs of falsified data", Certainty::PD),
        required: false,
        parameters: &[
            needs("limit", "限值", "the limit"),
            needs(
                "band",
                "限值两侧带宽占限值之比",
                "width of the bands beside the limit as a share of it",
            ),
            needs(
                "below_count",
                "限值下带内至少这么多数值",
                "at least so many values in the band just below",
            ),
            needs(
                "ratio",
                "限值下带内的数值至少是限值上带内的这么多倍",
                "the band just below holds at least so many times the values of the band just above",
            ),
            needs(
                "pile",
                "限值下带内的数值至少是再下一带的这么多倍",
                "the band just below holds at least so many times the values of the next band down",
            ),
            needs(
                "window_seconds",
                "只看最近这么多秒",
                "only so many last seconds are looked at",
            ),
        ],
    },
    TestDef {
        test: Test::RepeatedDay,
        id: "repeated-day",
        name: ("整日重复", "Repeated day"),
        says: (
            "一天的数值没有逐时段重复另一天",
            "the values of a day do not repeat those of another day one by one",
        ),
        qartod: "",
        source: ("project", "signs of falsified data", Certainty::PD),
        required: false,
        parameters: &[
            needs(
                "values_count",
                "两天共有的时段至少这么多",
                "at least so many periods are there on both days",
            ),
            needs(
                "distinct_count",
                "其中至少有这么多不同的数值",
                "among them at least so many different values",
            ),
            needs("days_count", "与此前这么多天比较", "so many days before are compared"),
        ],
    },
    TestDef {
        test: Test::FrozenDigits,
        id: "frozen-digits",
        name: ("末位不变", "Frozen digits"),
        says: (
            "数值在变而末位数字没有一直不变",
            "the last digit does not stay the same while the values change",
        ),
        qartod: "",
        source: ("project", "signs of falsified data", Certainty::PD),
        required: false,
        parameters: &[
            needs("values_count", "看最近这么多数值", "so many last values are looked at"),
            needs(
                "distinct_count",
                "其中至少有这么多不同的数值",
                "among them at least so many different values",
            ),
            needs(
                "share",
                "同一末位数字至少占此比",
                "one last digit has at least this share",
            ),
        ],
    },
    TestDef {
        test: Test::Silence,
        id: "silence",
        name: ("邻点超标时无数", "Silent when neighbours exceed"),
        says: (
            "没有恰在邻近测点超过限值时没有数值",
            "the point is not silent exactly when its neighbours are above a limit",
        ),
        qartod: "test 11, neighbour",
        source: ("project", "signs of falsified data", Certainty::PD),
        required: false,
        parameters: &[
            needs("limit", "限值", "the limit"),
            needs(
                "neighbours_count",
                "至少这么多邻点有数",
                "at least so many neighbours have values",
            ),
            needs(
                "exceeding_share",
                "其中至少此比超过限值",
                "at least this share of them is above the limit",
            ),
            needs(
                "silent_count",
                "邻点超标时至少这么多时段无数",
                "silent in at least so many such periods",
            ),
            needs(
                "silent_share",
                "邻点超标的时段中至少此比无数",
                "silent in at least this share of such periods",
            ),
            needs(
                "otherwise_share",
                "其他时段至多此比无数",
                "silent in at most this share of the other periods",
            ),
        ],
    },
];
