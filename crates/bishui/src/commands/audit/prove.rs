//! `bishui audit key`, `seal`, `prove`, and what an outsider does with their files.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use journal::{Proof, SealKey, SealedHead};
use serde::Serialize;
use serde::de::DeserializeOwned;
use standards::{Language, Text};

use super::{existing, heard};
use crate::arguments::{AuditProve, AuditSeal, Place};
use crate::commands::register::today;
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Makes a key.
pub fn key(place: &Place, file: &Path) -> Result<ExitCode, Failure> {
    let key = heard(place, SealKey::make(file))?;
    outln!("{}", key.public());
    Ok(ExitCode::SUCCESS)
}

/// Signs a head.
pub fn seal(place: &Place, seal: &AuditSeal) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let key = heard(place, SealKey::read(&seal.key))?;
    let sealed = heard(place, existing(place)?.seal(&key, today(&city)))?;
    write(place, seal.out.as_deref(), &sealed)
}

/// Writes a proof.
pub fn prove(place: &Place, asked: &AuditProve) -> Result<ExitCode, Failure> {
    match heard(place, existing(place)?.prove(asked.act))? {
        Some(proof) => write(place, asked.out.as_deref(), &proof),
        None => {
            let text = Text::new(
                format!("第 {} 条还不在任何链头之下；请先运行 bishui audit seal", asked.act),
                format!("no head covers act {} yet; run bishui audit seal first", asked.act),
            );
            Err(Failure::says(place.language(), &text))
        }
    }
}

/// Looks at a proof; no journal is read.
pub fn verify(place: &Place, file: &Path, key: Option<&str>) -> Result<ExitCode, Failure> {
    let proof: Proof = read(place, file)?;
    let act = match proof.verify(key) {
        Ok(act) => act,
        Err(fault) => {
            let says = fault.says();
            let text = Text::new(
                format!("证明不成立：{}", says.zh),
                format!("this proves nothing: {}", says.en),
            );
            outln!("{}", text.in_language(place.language()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let (number, post, day, signer) = (act.sequence, &act.post, proof.head.head.day, &proof.head.public_key);
    let ground = act.ground.in_a_line();
    match place.language() {
        Language::Chinese => {
            outln!("第 {number} 条（{post}，依据：{ground}）在 {day} 的链头之下，签名公钥 {signer}");
        }
        Language::English => {
            outln!(
                "act {number} ({post}, on the ground of: {ground}) stands under the head of {day}, signed by {signer}"
            );
        }
    }
    if key.is_none() {
        let text = Text::new(
            "没有给出 --public-key：请自行核对这是谁的公钥",
            "no --public-key was given: make sure whose key this is",
        );
        outln!("{}", text.in_language(place.language()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a head that somebody has kept.
pub fn read_head(place: &Place, file: &Path, key: Option<&str>) -> Result<SealedHead, Failure> {
    let head: SealedHead = read(place, file)?;
    if key.is_some_and(|key| !key.eq_ignore_ascii_case(&head.public_key)) {
        let text = Text::new(
            "链头不是用所给公钥签名的",
            "the head is signed by another key than the given one",
        );
        return Err(Failure::says(place.language(), &text));
    }
    Ok(head)
}

fn read<T: DeserializeOwned>(place: &Place, file: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(file).map_err(|cause| Failure::while_doing(file.display(), cause))?;
    serde_json::from_str(&text).map_err(|cause| {
        let text = Text::new(
            format!("{} 不是 bishui audit 写的文件：{cause}", file.display()),
            format!("{} is no file of bishui audit: {cause}", file.display()),
        );
        Failure::says(place.language(), &text)
    })
}

fn write(place: &Place, out: Option<&Path>, value: &impl Serialize) -> Result<ExitCode, Failure> {
    let text = serde_json::to_string_pretty(value)?;
    let Some(file) = out else {
        outln!("{text}");
        return Ok(ExitCode::SUCCESS);
    };
    fs::write(file, format!("{text}\n")).map_err(|cause| Failure::while_doing(file.display(), cause))?;
    let says = Text::new(
        format!("已写入 {}", file.display()),
        format!("written to {}", file.display()),
    );
    outln!("{}", says.in_language(place.language()));
    Ok(ExitCode::SUCCESS)
}
