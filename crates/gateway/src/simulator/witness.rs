//! Who looks on while a fleet sends: progress, the bytes on the wire, and what the platform must hold in the end.

use std::collections::BTreeMap;

use hj212::{Event, Limits, Mode, Packet};
use serde::Serialize;

use super::report::Progress;

/// What the platform must hold, or may hold, of one frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Expectation {
    /// MN of the logger.
    pub mn: String,
    /// Command (CN).
    pub command: u16,
    /// DataTime as sent, in the logger's time.
    pub data_time: String,
    /// Field (`w21003-Avg`) and value as sent.
    pub values: BTreeMap<String, String>,
    /// True: the platform has answered, it must hold the values. False: the frame left whole and was never answered; the
    /// platform may hold them.
    pub acknowledged: bool,
}

impl Expectation {
    /// What a sound frame says.
    pub(super) fn of(frame: &[u8], acknowledged: bool) -> Option<Self> {
        let Some(Event::Frame(frame)) = hj212::frames(frame, Limits::default()).next() else {
            return None;
        };
        let (packet, _) = Packet::parse(frame.segment, Mode::Lenient).ok()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let fields = packet.groups().flat_map(|group| group.fields());
        let values = fields.filter_map(|field| {
            let (_, suffix) = field.code_and_suffix()?;
            (suffix != b"Flag").then(|| (text(field.name), text(field.value.unwrap_or_default())))
        });
        Some(Self {
            mn: text(packet.mn()?),
            command: packet.command()?,
            data_time: text(packet.data_time_digits()?),
            values: values.collect(),
            acknowledged,
        })
    }
}

/// Looks on. Called from several tasks; what is told of one MN comes in order.
pub trait Witness: Send + Sync {
    /// An upload was answered.
    fn answered(&self, progress: &Progress);

    /// A logger has written `bytes`, whatever became of them.
    fn wrote(&self, mn: &str, bytes: &[u8]) {
        let _ = (mn, bytes);
    }

    /// The platform must or may hold something, from now on.
    fn expects(&self, expectation: &Expectation) {
        let _ = expectation;
    }
}

/// Nobody looks on.
impl Witness for () {
    fn answered(&self, _: &Progress) {}
}

/// Looks at progress only.
struct OnProgress<F>(F);

impl<F: Fn(&Progress) + Send + Sync> Witness for OnProgress<F> {
    fn answered(&self, progress: &Progress) {
        self.0(progress);
    }
}

/// A witness that looks at progress only.
pub fn on_progress(look: impl Fn(&Progress) + Send + Sync + 'static) -> impl Witness + 'static {
    OnProgress(look)
}
