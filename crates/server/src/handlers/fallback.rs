//! Every other address.

use crate::refusal::Refusal;

/// Says that nothing stands here.
pub async fn show() -> Refusal {
    Refusal::not_found()
}
