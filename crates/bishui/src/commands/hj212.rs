//! `bishui hj212`: frames to JSON and back, and the lists of codes.

mod codes;
mod decode;
mod encode;
mod object;
mod picture;
mod text;

use std::process::ExitCode;

use hj212::Sm4Key;
use standards::Language;

use crate::arguments::{Hj212, Place};
use crate::failure::Failure;

/// Runs one of the commands. Only the language of `place` is asked for.
pub fn run(place: &Place, command: &Hj212) -> Result<ExitCode, Failure> {
    let language = place.language();
    match command {
        Hj212::Decode(decode) => decode::run(language, decode),
        Hj212::Encode(encode) => encode::run(language, encode),
        Hj212::Codes(codes) => codes::run(language, codes),
        Hj212::Send(_) => Ok(ExitCode::FAILURE),
    }
}

/// The words of a language.
fn say<'a>(language: Language, (zh, en): (&'a str, &'a str)) -> &'a str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

fn read_key(language: Language, key: Option<&String>) -> Result<Option<Sm4Key>, Failure> {
    let unreadable = |_| {
        let words = (
            "SM4 密钥应为 32 位十六进制数字，或 16 个字符",
            "an SM4 key has 32 hexadecimal digits, or 16 characters",
        );
        Failure::while_doing("--key", say(language, words))
    };
    key.map(|key| Sm4Key::parse(key.trim().as_bytes()).map_err(unreadable))
        .transpose()
}
