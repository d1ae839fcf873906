//! The ids of a folder: one registry for each kind of thing that can be referred to.

use standards::Text;

use super::{PLACES, PLATFORMS, POINTS, POSTS, ROWS, TAGS, UNITS, WATERS};
use crate::checks::Known;
use crate::kind::FindingKind;
use crate::registry::Registry;

/// The ids of everything that can be referred to.
pub(super) struct Ids {
    pub(super) places: Registry,
    pub(super) reaches: Registry,
    pub(super) posts: Registry,
    pub(super) points: Registry,
    pub(super) platforms: Registry,
    pub(super) units: Registry,
    pub(super) registers: Registry,
    pub(super) procedures: Registry,
    pub(super) tags: Registry,
    pub(super) rows: Registry,
    pub(super) blocks: Registry,
    pub(super) indicators: Registry,
    pub(super) cases: Registry,
}

impl Ids {
    /// Where the things are written about which the questions over the whole are asked.
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            blocks: &self.blocks,
            rows: &self.rows,
            posts: &self.posts,
            units: &self.units,
            tags: &self.tags,
            registers: &self.registers,
            indicators: &self.indicators,
        }
    }

    pub(super) fn new() -> Self {
        let new = |zh: &str, en: &str, home, unknown| Registry::new(Text::new(zh, en), home, unknown);
        Self {
            places: new("地点", "place", PLACES, FindingKind::UnknownPlace),
            reaches: new("河段", "reach", WATERS, FindingKind::UnknownReach),
            posts: new("岗位", "post", POSTS, FindingKind::UnknownPost),
            points: new("测点", "point", POINTS, FindingKind::UnknownWord),
            platforms: new("上级平台", "superior platform", PLATFORMS, FindingKind::UnknownWord),
            units: new("单位", "unit", UNITS, FindingKind::UnknownOrganisation),
            registers: new("名录", "register", "registers/", FindingKind::UnknownRegister),
            procedures: new("办事规程", "procedure", "procedures/", FindingKind::UnknownProcedure),
            tags: new("标签", "tag", TAGS, FindingKind::UnknownTag),
            rows: new("决议表的行", "row of the resolution", ROWS, FindingKind::UnknownRow),
            blocks: new("代码块或任务", "block or task", "plan/", FindingKind::UnknownWord),
            indicators: new("指标", "indicator", "indicators/", FindingKind::UnknownIndicator),
            cases: new("算例", "case", "cases/", FindingKind::UnknownWord),
        }
    }
}
