//! What is kept apart: who spoke, how often, why it is not used, and what takes it in.

use gateway::door::quarantine;
use history::KeptApart;
use standards::Text;

use crate::error::OfficeError;
use crate::evidence;
use crate::office::Office;
use crate::point;
use crate::views::{KeptApartView, ReceiptRow};

/// What is kept apart, the newest first.
pub(crate) async fn kept_apart(office: &Office) -> Result<Vec<KeptApartView>, OfficeError> {
    let mut apart = Vec::new();
    for one in quarantine(office.history()).await? {
        if let Some(receipt) = office.history().receipt(one.sample).await? {
            apart.push(view(office, one, evidence::row(&receipt)));
        }
    }
    apart.sort_by_key(|one| std::cmp::Reverse(one.last_at));
    Ok(apart)
}

fn view(office: &Office, one: KeptApart, sample: ReceiptRow) -> KeptApartView {
    let city = office.city();
    let point = city
        .points
        .iter()
        .find(|point| point.mn.as_deref() == Some(one.station.as_str()));
    KeptApartView {
        reason: why_kept_apart(&one.code),
        advice: advice(&one.code),
        command: command(&one),
        point: point.map(|point| point::head(city, point)),
        station: one.station,
        code: one.code,
        frames: one.frames,
        first_at: one.first_at,
        last_at: one.last_at,
        from: one.from,
        sample,
    }
}

/// The reason why frames are kept apart, in a few words.
pub fn why_kept_apart(code: &str) -> Text {
    match code {
        "unknown-station" => Text::new("未登记", "unknown"),
        "password-wrong" => Text::new("密码不符", "wrong password"),
        "address-wrong" => Text::new("地址不符", "wrong address"),
        other => Text::same(other),
    }
}

fn advice(code: &str) -> Text {
    match code {
        "unknown-station" => Text::new(
            "若是本市站点：把这个 MN 写到 places/points.toml 中它的测点上，此前的报文随即入库。若不是：查明是谁在向这个端口发送。",
            "If it is a station of the city, give its point in places/points.toml this MN: what it said before is then taken in. If it is not, find out who sends to this port.",
        ),
        "password-wrong" => Text::new(
            "核对数采仪的密码与城市目录中的密码。确认是本站所发之后，用下面的命令入库。",
            "Compare the password of the logger with that of the city folder. Once somebody knows that the station sent it, the command below takes it in.",
        ),
        "address-wrong" => Text::new(
            "站点换了网络地址，或有人冒用它的 MN：核对城市目录中的 addresses。确认是本站所发之后，用下面的命令入库。",
            "The station has another network address, or somebody uses its MN: compare addresses in the city folder. Once somebody knows that the station sent it, the command below takes it in.",
        ),
        _ => Text::new("查看报文与原因。", "Look at the frame and its reason."),
    }
}

/// The command that takes the frames in. The MN comes from outside: whoever copies the line must not run what a stranger wrote.
fn command(one: &KeptApart) -> String {
    let refused = if one.code == "unknown-station" {
        ""
    } else {
        " --refused"
    };
    format!("bishui station admit {}{refused}", shell_word(&one.station))
}

fn shell_word(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_is_one_word_of_the_shell() {
        let cases = [
            ("DEMO43030000000000000S01", "DEMO43030000000000000S01"),
            ("a; rm -rf x", "'a; rm -rf x'"),
            ("$(x)", "'$(x)'"),
            ("it's", r"'it'\''s'"),
            ("--all", "'--all'"),
            ("", "''"),
        ];
        for (given, word) in cases {
            assert_eq!(shell_word(given), word);
        }
    }
}
