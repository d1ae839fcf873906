//! `bishui audit list`.

use std::process::ExitCode;

use journal::{Content, PERSON, StoredAct};
use serde_json::json;
use standards::{Language, Text};

use super::{existing, heard};
use crate::arguments::{AuditList, Place};
use crate::failure::Failure;
use crate::output::outln;

/// Prints the acts in their order.
pub fn run(place: &Place, list: &AuditList) -> Result<ExitCode, Failure> {
    let acts = heard(place, existing(place)?.acts(list.after, list.count))?;
    for act in &acts {
        if list.json {
            outln!("{}", in_json(act));
        } else {
            outln!("{}", in_a_line(act, place.language()));
        }
    }
    if acts.is_empty() && !list.json {
        outln!(
            "{}",
            Text::new("没有行为", "there are no acts").in_language(place.language())
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn in_a_line(stored: &StoredAct, language: Language) -> String {
    let act = &stored.act;
    let recorded = act.recorded.format("%Y-%m-%d %H:%M:%S");
    let says = Text::new("（已删除）", "(erased)");
    let person = stored
        .texts
        .get(PERSON)
        .map_or(says.in_language(language), String::as_str);
    let what = what(&act.content);
    let (number, post, from, ground) = (act.sequence, &act.post, act.valid_from, act.ground.in_a_line());
    let what = what.in_language(language);
    match language {
        Language::Chinese => {
            format!("{number}  {recorded} UTC  {post}  {person}  {what}  自 {from}  依据：{ground}")
        }
        Language::English => {
            format!("{number}  {recorded} UTC  {post}  {person}  {what}  since {from}  on the ground of: {ground}")
        }
    }
}

fn what<V>(content: &Content<V>) -> Text {
    match content {
        Content::RegisterPut { register, entries } => Text::new(
            format!("登记 {register}：{} 条", entries.len()),
            format!("put {register}: {} entries", entries.len()),
        ),
        Content::MatterStep(step) => {
            let (matter, state) = (&step.matter, &step.after.state);
            let done = if step.action.is_empty() { "-" } else { &step.action };
            Text::new(
                format!("事项 {matter}：{done} → {state}"),
                format!("matter {matter}: {done} → {state}"),
            )
        }
        Content::TextErased { act, labels, .. } => {
            let labels = labels.join(" ");
            Text::new(
                format!("删除第 {act} 条的另存文字：{labels}"),
                format!("erased texts of act {act}: {labels}"),
            )
        }
    }
}

fn in_json(stored: &StoredAct) -> serde_json::Value {
    let act = &stored.act;
    let subjects = act.content.subjects().into_iter();
    let subjects = subjects.map(|subject| json!({ "name": subject.name, "version": subject.version }));
    json!({
        "act": act.sequence,
        "recorded": act.recorded,
        "valid_from": act.valid_from,
        "post": act.post,
        "ground": {
            "clause": act.ground.clause,
            "document": act.ground.document,
            "evidence": act.ground.evidence,
        },
        "request": act.request,
        "kind": act.content.kind(),
        "says": what(&act.content),
        "subjects": subjects.collect::<Vec<_>>(),
        "texts": stored.texts,
        "link": stored.link,
    })
}
