//! The frame around every page: name, ways about, language switch, notice of demo data.

use standards::{Language, Text};

use crate::links;
use crate::visit::Visit;
use crate::wording::Wording;

/// The rooms of the site, in the order of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The front page.
    Overview,
    /// The resolution.
    Plan,
    /// What people have to do.
    Matters,
    /// What everybody may report.
    Complaints,
    /// The lists that the city keeps.
    Registers,
    /// River and lake sections.
    Sections,
    /// Air stations.
    Stations,
    /// The stations of the instrument network.
    Network,
    /// Faulty frames.
    Faults,
}

/// One entry of the header.
pub struct RoomLink {
    /// The room.
    pub room: Room,
    /// Its address.
    pub href: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The header, declared once.
pub const ROOMS: [RoomLink; 8] = [
    RoomLink {
        room: Room::Overview,
        href: "/",
        zh: "总览",
        en: "Overview",
    },
    RoomLink {
        room: Room::Plan,
        href: "/plan",
        zh: "决议",
        en: "Plan",
    },
    RoomLink {
        room: Room::Matters,
        href: "/work",
        zh: "办事",
        en: "Work",
    },
    RoomLink {
        room: Room::Registers,
        href: "/registers",
        zh: "名录",
        en: "Registers",
    },
    RoomLink {
        room: Room::Sections,
        href: "/sections",
        zh: "水质",
        en: "Water",
    },
    RoomLink {
        room: Room::Stations,
        href: "/stations",
        zh: "空气",
        en: "Air",
    },
    RoomLink {
        room: Room::Network,
        href: "/network",
        zh: "监测网络",
        en: "Network",
    },
    RoomLink {
        room: Room::Faults,
        href: "/faults",
        zh: "故障报文",
        en: "Faults",
    },
];

/// The city's name and what must be said about its data on every page.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// Name of the city.
    pub city: Text,
    /// What must be said: that the data are a demo, and what is particular to the point on the page.
    pub notices: Vec<Text>,
    /// Whether there are accounts to sign in to.
    pub sign_in: bool,
    /// Whether everybody may report something.
    pub complaints: bool,
}

/// The frame of one page.
#[derive(Clone, Debug, Default)]
pub struct Chrome {
    /// The language of the page.
    pub l: Wording,
    /// The city and its notice.
    pub band: Band,
    /// The room the page belongs to.
    pub room: Option<Room>,
    /// Where the visitor is.
    pub visit: Visit,
}

impl Chrome {
    /// The frame for `visit` in `room`.
    pub fn new(visit: &Visit, band: Band, room: Option<Room>) -> Self {
        Self {
            l: visit.wording,
            band,
            room,
            visit: visit.clone(),
        }
    }

    /// True when `room` is the one the page belongs to.
    pub fn stands_in(&self, room: &Room) -> bool {
        self.room == Some(*room)
    }

    /// This page in Chinese.
    pub fn in_chinese(&self) -> String {
        self.visit.address_with("lang", Some("zh"))
    }

    /// This page in English.
    pub fn in_english(&self) -> String {
        self.visit.address_with("lang", Some("en"))
    }

    /// Where somebody signs in who then comes back to this page.
    pub fn to_sign_in(&self) -> String {
        links::sign_in(&self.here())
    }

    /// The address of this page.
    pub fn here(&self) -> String {
        self.visit.address_with("lang", None)
    }

    /// True when the page is in Chinese.
    pub fn is_chinese(&self) -> bool {
        self.l.0 == Language::Chinese
    }
}
