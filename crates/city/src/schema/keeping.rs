//! The keys of `platforms.toml` and `retention.toml`: what becomes of frames once they were received.

use super::known::{ID, Thing};
use super::shape::{Key, Shape, may, must, texts};
use super::world::{PASSWORD, VARIABLE, certainty};
use crate::retention::RAW_FRAME_DAYS;

pub(super) fn platforms() -> Vec<Key> {
    let platform = vec![
        must("id", Shape::Form(ID), "平台编号", "id of the platform"),
        must("name", Shape::Bilingual, "名称", "name"),
        must("address", Shape::Form(".:[0-9]{1,5}$"), "主机:端口", "host:port"),
        may(
            "password",
            Shape::Form(PASSWORD),
            "密码（不宜写在这里）",
            "password; better not written here",
        ),
        may(
            "password_env",
            Shape::Form(VARIABLE),
            "存放密码的环境变量",
            "environment variable that holds the password",
        ),
        may(
            "commands",
            texts(Shape::Form("^[0-9]{4}$")),
            "转发哪些命令；不写则全部",
            "commands that are forwarded; all if not said",
        ),
        may(
            "system_types",
            texts(Shape::Text),
            "转发哪些系统类型（ST）",
            "system types (ST) that are forwarded",
        ),
        may(
            "points",
            texts(Shape::Id(Thing::Point)),
            "转发哪些测点",
            "points that are forwarded",
        ),
        may("silent", Shape::Flag, "对方不应答", "it does not answer"),
    ];
    vec![may(
        "platform",
        Shape::Tables(platform),
        "上级平台",
        "superior platforms",
    )]
}

pub(super) fn retention() -> Vec<Key> {
    let step = vec![
        must("from", Shape::Day, "从哪天起", "from which day on"),
        may(
            "days",
            Shape::Whole(*RAW_FRAME_DAYS.start(), *RAW_FRAME_DAYS.end()),
            "保存多少天；不写则永久",
            "how many days; for good if not said",
        ),
        certainty(),
        must("source", Shape::Text, "出处", "where it comes from"),
        must("zh", Shape::Text, "中文说明", "what it says, in Chinese"),
        must("en", Shape::Text, "英文说明", "what it says, in English"),
    ];
    vec![may(
        "raw_frame_days",
        Shape::Tables(step),
        "原始报文的保存期限",
        "how long raw frames are kept",
    )]
}
