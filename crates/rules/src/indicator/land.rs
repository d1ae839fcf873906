//! Safe use of polluted land: farmland (SOIL-2) and plots (SOIL-4).

use rust_decimal::Decimal;
use standards::Text;

use super::entry::{Counted, Entry, Question, lacks, too_large};
use super::method::Method;
use super::simple::share_of;

/// SOIL-2: (B + C + D) ÷ E, where C is the treated area times the share of products that meet the limit.
pub(super) fn farmland(question: &Question<'_>) -> Counted {
    let method = Method::FarmlandSafeUse;
    let parts = || {
        let mut safe = question.sum("protected", method)?;
        for entry in question.entries {
            safe = safe.checked_add(treated_safely(entry)?).ok_or_else(too_large)?;
        }
        safe = safe
            .checked_add(question.sum("strict", method)?)
            .ok_or_else(too_large)?;
        let polluted = question.sum("polluted", method)?;
        if safe > polluted {
            return Err(Text::new(
                format!("安全利用面积{safe}大于受污染耕地面积{polluted}，请核对：一块地只计一次"),
                format!("the safe area {safe} exceeds the polluted area {polluted}: check it, a field counts once"),
            ));
        }
        Ok((safe, polluted))
    };
    share_of(question, method, parts())
}

/// The term C of one entry: by the share that passed, or by sampled points.
fn treated_safely(entry: &Entry) -> Result<Decimal, Text> {
    let method = Method::FarmlandSafeUse;
    let treated = entry.number("treated").ok_or_else(|| lacks(entry, "treated", method))?;
    if treated.is_zero() {
        return Ok(treated);
    }
    if let Some(share) = entry.number("pass_share") {
        return treated.checked_mul(share).ok_or_else(too_large);
    }
    let met = entry.number("points_met");
    let sampled = entry
        .number("points_sampled")
        .filter(|sampled| *sampled > Decimal::ZERO);
    let (Some(met), Some(sampled)) = (met, sampled) else {
        return Err(lacks(entry, "pass_share", method));
    };
    treated
        .checked_mul(met)
        .and_then(|area| area.checked_div(sampled))
        .ok_or_else(too_large)
}

/// SOIL-4: reused plots meeting the limit of the planned use ÷ reused plots, by area.
pub(super) fn plots(question: &Question<'_>) -> Counted {
    let method = Method::PlotSafeUse;
    let parts = question
        .sum("met", method)
        .and_then(|met| Ok((met, question.sum("reused", method)?)));
    share_of(question, method, parts)
}
