//! Just enough of HTML to ask a page questions: its tags in order, their attributes, its words.

use server::chrome::{Band, Chrome, Room};
use server::pages;
use server::visit::Visit;
use server::wording::Wording;
use standards::{Language, Text};

use crate::sample;

pub const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Parameters of an address.
pub type Parameters = &'static [(&'static str, &'static str)];

/// The frame of a sample page at `path`, with `parameters` as in its address.
pub fn chrome(language: Language, path: &str, parameters: &[(&str, &str)]) -> Chrome {
    let visit = Visit {
        wording: Wording(language),
        path: path.to_owned(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        chosen: None,
        known: None,
    };
    let band = Band {
        city: Text::new("湘潭市", "Xiangtan"),
        notices: vec![sample::notice()],
        sign_in: true,
        complaints: true,
    };
    Chrome::new(&visit, band, Some(Room::Overview))
}

/// Every kind of page, by name.
pub fn all_pages(language: Language) -> Vec<(&'static str, String)> {
    let frame = |path: &str| chrome(language, path, &[]);
    let water = office::views::PointKind::Section;
    let air = office::views::PointKind::Station;
    let target = sample::air_target();
    vec![
        (
            "overview",
            pages::overview::render(&frame("/"), &sample::overview()).unwrap(),
        ),
        (
            "plan",
            pages::plan::render(&frame("/plan"), &sample::contents()).unwrap(),
        ),
        (
            "clause on water",
            pages::clause::render(&frame("/plan/05"), &sample::water_clause()).unwrap(),
        ),
        (
            "clause on air",
            pages::clause::render(&frame("/plan/07"), &sample::air_clause()).unwrap(),
        ),
        (
            "target",
            pages::target::render(&frame("/targets/S07-22"), &target, Some(2015), &sample::stations()).unwrap(),
        ),
        (
            "why",
            pages::why::render(&frame("/why/target/S07-22/2015"), &sample::why()).unwrap(),
        ),
        (
            "counted target",
            pages::target::render(&frame("/targets/S05-30"), &sample::kept_target(), None, &[]).unwrap(),
        ),
        (
            "why of a count",
            pages::why::render(&frame("/why/target/S05-30/2020"), &sample::kept_why()).unwrap(),
        ),
        (
            "coverage",
            pages::coverage::render(&frame("/plan/coverage"), &sample::coverage()).unwrap(),
        ),
        (
            "sign in",
            pages::sign_in::render(&frame("/sign-in"), &sample::sign_in()).unwrap(),
        ),
        (
            "registers",
            pages::registers::render(&frame("/registers"), &sample::registers()).unwrap(),
        ),
        (
            "register",
            pages::register::render(&frame("/registers/wells"), &sample::register()).unwrap(),
        ),
        (
            "empty register",
            pages::register::render(&frame("/registers/secret"), &sample::empty_register()).unwrap(),
        ),
        (
            "sections",
            pages::points::render(&frame("/sections"), water, &sample::sections()).unwrap(),
        ),
        (
            "stations",
            pages::points::render(&frame("/stations"), air, &sample::stations()).unwrap(),
        ),
        (
            "section",
            pages::point::render(&frame("/sections/zhaoshan"), &sample::section_sheet()).unwrap(),
        ),
        (
            "station",
            pages::point::render(&frame("/stations/1511A"), &sample::station_sheet()).unwrap(),
        ),
        (
            "evidence",
            pages::evidence::render(&frame("/evidence/r17:5"), &sample::evidence()).unwrap(),
        ),
        (
            "faults",
            pages::faults::render(&frame("/faults"), &sample::faulty(), 5).unwrap(),
        ),
        (
            "network",
            pages::network::render(&frame("/network"), &sample::network()).unwrap(),
        ),
        (
            "logger",
            pages::logger::render(&frame("/network/DEMO1"), &sample::logger()).unwrap(),
        ),
        (
            "quarantine",
            pages::kept_apart::render(&frame("/network/quarantine"), &sample::kept_apart()).unwrap(),
        ),
        (
            "forwarding",
            pages::forwarding::render(&frame("/network/forwarding"), &sample::platforms()).unwrap(),
        ),
        (
            "form of an entry",
            pages::entry_form::render(&frame("/registers/wells/entries/w1/edit"), &sample::entry_form()).unwrap(),
        ),
        (
            "entries that stand",
            pages::entry_list::render(&frame("/registers/wells/standing"), &sample::entry_list()).unwrap(),
        ),
        (
            "file of entries",
            pages::entry_import::render(&frame("/registers/wells/import"), &sample::entry_import()).unwrap(),
        ),
        (
            "refusal",
            pages::refusal::render(&frame("/nowhere"), &server::Refusal::not_found()).unwrap(),
        ),
    ]
}

/// The tags of a page in order, without their angle brackets: `a href="/"`, `/a`.
pub fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|piece| piece.split('>').next())
}

/// The value of an attribute of a tag.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split('"').next()
}

/// The words between the tags.
pub fn words(page: &str) -> String {
    page.split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, words)| words)
        .collect::<Vec<_>>()
        .join(" ")
}
