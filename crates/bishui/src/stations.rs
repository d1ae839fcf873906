//! From the loggers of the city folder to the directory of the door: what the office knows of them, and their passwords and keys.

use city::{City, Point};
use gateway::door::{Station, StationDirectory};
use gateway::station::Withheld;
use standards::{Language, Text};

use crate::desk::secret;
use crate::failure::Failure;

/// The stations of a city by their MN. Passwords and keys are taken from the environment where the folder says so.
pub fn directory(city: &City, language: Language) -> Result<StationDirectory, Failure> {
    let mut directory = StationDirectory::new(city.utc_offset_minutes);
    for point in &city.points {
        if let Some(mn) = &point.mn {
            directory.insert(mn.clone(), station(city, point, language)?)?;
        }
    }
    Ok(directory)
}

fn station(city: &City, point: &Point, language: Language) -> Result<Station, Failure> {
    let logger = &point.logger;
    let said = |words: &city::Secret| secret(words, language);
    Ok(Station {
        password: logger.password.as_ref().map(said).transpose()?,
        sm4_key: logger
            .sm4_key
            .as_ref()
            .map(|key| sm4_key(&point.id, &said(key)?, language))
            .transpose()?,
        ..office::stations::station(city, point)
    })
}

/// The bytes of a key. One from the environment has not been looked at before.
fn sm4_key(point: &str, digits: &str, language: Language) -> Result<Withheld<[u8; 16]>, Failure> {
    let mut key = [0; 16];
    let digits = digits.trim();
    let is_key = digits.len() == 32
        && digits.is_ascii()
        && key.iter_mut().enumerate().all(|(index, byte)| {
            let pair = digits
                .get(2 * index..2 * index + 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok());
            pair.map(|read| *byte = read).is_some()
        });
    if is_key {
        return Ok(Withheld(key));
    }
    let says = Text::new(
        format!("测点 {point} 的 SM4 密钥不是 32 位十六进制数：请核对存放它的环境变量"),
        format!(
            "the SM4 key of point {point} has not 32 hexadecimal digits: check the environment variable that holds it"
        ),
    );
    Err(Failure::says(language, &says))
}

/// The station that a person names by its MN or the id of its point.
pub fn find<'a>(
    directory: &'a StationDirectory,
    given: &str,
    language: Language,
) -> Result<(&'a str, &'a Station), Failure> {
    let by_mn = directory.stations().find(|(mn, _)| *mn == given);
    by_mn.or_else(|| directory.of_point(given)).ok_or_else(|| {
        let says = Text::new(
            format!("城市目录中没有 MN 或测点“{given}”；站点见 bishui station list"),
            format!(
                "the city folder has neither an MN nor a point with a logger called `{given}`; see bishui station list"
            ),
        );
        Failure::says(language, &says)
    })
}
