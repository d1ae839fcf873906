//! Addresses of pages, declared once: templates, scripts' data and redirects all build them here.

use std::fmt::Write as _;

use office::views::{PointHead, PointKind};

/// Longest address that a visitor is sent back to.
const LOCAL_MAX: usize = 2000;

/// The explanation of `key`, e.g. `target/S07-22/2015`.
pub fn why(key: &str) -> String {
    format!("/why/{}", path(key))
}

/// What was received under `id`, e.g. `r17:5`.
pub fn evidence(id: &str) -> String {
    format!("/evidence/{}", segment(id))
}

/// The page of a clause or of the head of a part.
pub fn clause(code: &str) -> String {
    format!("/plan/{}", segment(code))
}

/// The place where a block stands on the page of its clause.
pub fn block(code: &str, id: &str) -> String {
    format!("/plan/{}#{}", segment(code), segment(id))
}

/// The page of a target.
pub fn target(id: &str) -> String {
    format!("/targets/{}", segment(id))
}

/// The page of a target with the verdict of one year in front.
pub fn target_year(id: &str, year: &i32) -> String {
    format!("/targets/{}?year={year}", segment(id))
}

/// The page of a section, a station or the city's air.
pub fn point(head: &PointHead) -> String {
    format!("{}/{}", list_of(head.kind), segment(&head.id))
}

/// The page of a register.
pub fn register(id: &str) -> String {
    format!("/registers/{}", segment(id))
}

/// The entries of a register as a file that a spreadsheet opens.
pub fn register_file(id: &str) -> String {
    format!("/registers/{}/entries.csv", segment(id))
}

/// What stands in a register, for those who put entries.
pub fn standing(id: &str) -> String {
    format!("/registers/{}/standing", segment(id))
}

/// The same, after something was sent; with the act that was recorded, where one was.
pub fn standing_after(id: &str, act: Option<u64>) -> String {
    let recorded = act.map(|act| format!("?recorded={act}")).unwrap_or_default();
    standing(id) + &recorded
}

/// The form of an entry by its key.
pub fn entry_edit(register: &str, key: &str) -> String {
    format!("/registers/{}/entries/{}/edit", segment(register), segment(key))
}

/// The page of a matter.
pub fn matter(id: &str) -> String {
    format!("/matters/{}", segment(id))
}

/// Where a matter of a procedure is opened by an action.
pub fn opening(procedure: &str, action: &str) -> String {
    format!("/matters/new/{}?action={}", segment(procedure), segment(action))
}

/// Where a matter about what was measured is opened.
pub fn opening_about(procedure: &str, subject: &str, title: &str) -> String {
    let (subject, title) = (segment(subject), segment(title));
    format!("/matters/new/{}?subject={subject}&title={title}", segment(procedure))
}

/// The page of a station, a data logger, by its MN.
pub fn logger(mn: &str) -> String {
    format!("/network/{}", segment(mn))
}

/// The list in which a kind of point stands.
pub fn list_of(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Section => "/sections",
        PointKind::Station | PointKind::CityAir => "/stations",
    }
}

/// The figures of a point for its chart.
pub fn series(head: &PointHead) -> String {
    format!("/points/{}/series.json", segment(&head.id))
}

/// One table of a point as a file that a spreadsheet opens.
pub fn table_file(head: &PointHead, period: &str) -> String {
    format!("/points/{}/{}.csv", segment(&head.id), segment(period))
}

/// Where somebody signs in, to come back to `next`.
pub fn sign_in(next: &str) -> String {
    match local(next) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={}", segment(next)),
    }
}

/// `next` when it is a path of this site that a visitor may be sent to, else the front page.
///
/// Browsers read `//place`, `/\\place` and control characters in between as the address of another site.
pub fn local(next: &str) -> &str {
    let is_local = next.len() <= LOCAL_MAX
        && next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !next.starts_with("/sign-in")
        && !next.starts_with("/sign-out");
    if is_local { next } else { "/" }
}

/// Encodes everything but the characters of a path; slashes stay, so that keys keep their shape.
fn path(text: &str) -> String {
    encode(text, |byte| byte == b'/' || plain(byte))
}

/// Encodes a text as one segment of a path, or as a name or value of a query.
pub fn segment(text: &str) -> String {
    encode(text, plain)
}

fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:@,".contains(&byte)
}

fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keep(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_gone_back_to() {
        for next in ["/", "/plan/07", "/why/value/%E6%98%AD?x=1&y=2#z"] {
            assert_eq!(local(next), next);
        }
        let long = "/".to_owned() + &"x".repeat(LOCAL_MAX);
        for next in [
            "",
            "plan",
            "//else.where",
            "/\\else.where",
            "\\\\else.where",
            "https://else.where",
            "/\t/else.where",
            "/a b",
            "javascript:alert(1)",
            "/昭山",
            "/sign-out",
            "/sign-in?next=/x",
            &long,
        ] {
            assert_eq!(local(next), "/", "{next}");
        }
        assert_eq!(
            sign_in("/targets/S07-22?year=2015&x=1"),
            "/sign-in?next=%2Ftargets%2FS07-22%3Fyear%3D2015%26x%3D1"
        );
        assert_eq!(sign_in("//else.where"), "/sign-in");
    }

    #[test]
    fn keys_keep_their_slashes_and_nothing_escapes_the_path() {
        assert_eq!(why("target/S07-22/2015"), "/why/target/S07-22/2015");
        assert_eq!(
            why("value/昭山/2020-04-02T17:00"),
            "/why/value/%E6%98%AD%E5%B1%B1/2020-04-02T17:00"
        );
        assert_eq!(evidence("r17:5"), "/evidence/r17:5");
        assert_eq!(evidence("../x?y#z"), "/evidence/..%2Fx%3Fy%23z");
        assert_eq!(clause("../B"), "/plan/..%2FB");
        assert_eq!(block("05", "S05-2"), "/plan/05#S05-2");
        assert_eq!(target_year("S07-22", &2015), "/targets/S07-22?year=2015");
    }
}
