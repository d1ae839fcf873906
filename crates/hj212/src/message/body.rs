//! The parameters of a message as one typed value, for programs that act on them.

use crate::command::Direction;
use crate::kind::Value;
use crate::stamp::Stamp;

use super::{Items, Message};

/// What a message asks or tells. A parameter that is missing or does not read is `None`, and named in
/// [`Message::faults`].
#[derive(Clone, Debug)]
pub enum Body<'a> {
    /// A request, notification or answer without parameters: 1031, 1041, 1061, 1063, 2011, 2012, 2021, 2022, 3015, 9015
    /// and the acknowledgements of later editions.
    Empty,
    /// 1000: timeout in seconds, number of retries.
    Retries {
        /// Seconds.
        over_time: Option<u32>,
        /// How often.
        re_count: Option<u32>,
    },
    /// 1011 up, 1012: a time, of the logger or of the analyser of a factor.
    Time {
        /// The factor; `None` is the logger itself.
        pol_id: Option<&'a [u8]>,
        /// The time.
        system_time: Option<Stamp>,
    },
    /// 1061 up, 1062: interval of real-time data in seconds.
    RealTimeInterval(Option<u32>),
    /// 1063 up, 1064: interval of minute data in minutes.
    MinuteInterval(Option<u32>),
    /// 1072: a new password.
    NewPassword(Option<&'a [u8]>),
    /// 1014: a new SM4 key, or the wish for one.
    Key {
        /// When it was made, as written.
        made_at: Option<Stamp>,
        /// The key, as written; `None` in a wish.
        key: Option<&'a [u8]>,
    },
    /// 1001, 1031, 1032, 1041, 1042 of 2005: one setting, as written.
    Setting(Option<&'a [u8]>),
    /// 2013, 2031, 2041, 2051, 2052, 2061, 2062, 2071 down: data of a span.
    Span {
        /// From.
        begin: Option<Stamp>,
        /// To.
        end: Option<Stamp>,
    },
    /// Data of the class 2000, and thresholds, hardware numbers, device numbers: items.
    Data {
        /// Instant of sampling or start of the period.
        data_time: Option<Stamp>,
        /// The items.
        items: Items<'a>,
    },
    /// 2072: an alarm.
    Alarm {
        /// When.
        at: Option<Stamp>,
        /// Which, as written.
        kind: Option<&'a [u8]>,
        /// The items.
        items: Items<'a>,
    },
    /// 2081: the logger was switched on.
    PowerOn {
        /// Time of the message.
        data_time: Option<Stamp>,
        /// When.
        restarted: Option<Stamp>,
    },
    /// 1011 down, 1013, 3011 to 3014, 3017 to 3019, 3022, 3024 down: something that concerns one factor.
    Factor {
        /// The factor.
        pol_id: Option<&'a [u8]>,
        /// 3011 of 2025: the kind of calibration.
        calibration: Option<u32>,
    },
    /// 3015 up: the bottle that holds a kept sample.
    KeptSample {
        /// When it was taken.
        data_time: Option<Stamp>,
        /// Number of the bottle.
        bottle: Option<u32>,
    },
    /// 3016, 3017 up: sampling.
    SamplingPeriod {
        /// The factor.
        pol_id: Option<&'a [u8]>,
        /// Hour, minute, second of the first sample.
        first: Option<(u8, u8, u8)>,
        /// Hours between samples.
        hours: Option<u32>,
    },
    /// 3018 up: how long the analyser takes.
    TimeToResult {
        /// The factor.
        pol_id: Option<&'a [u8]>,
        /// Minutes.
        minutes: Option<u32>,
    },
    /// 3020, 3021: information about logger or analyser, or the request for it.
    Information {
        /// The factor of the analyser; `None` is the logger itself.
        pol_id: Option<&'a [u8]>,
        /// Which information is asked for or set.
        info_id: Option<&'a [u8]>,
        /// Time of an upload.
        data_time: Option<Stamp>,
        /// The span of a request, from.
        begin: Option<Stamp>,
        /// The span of a request, to.
        end: Option<Stamp>,
        /// The information, as items with the suffix `Info`; device numbers with `SN`.
        items: Items<'a>,
    },
    /// 9011: whether a request will be executed, by the codes of `QnRtn`.
    RequestAnswer(Option<u32>),
    /// 9012: what became of a request, by the codes of `ExeRtn`.
    ExecutionResult(Option<u32>),
    /// 9013, 9014, 9022: received.
    Received,
    /// 9021: a login, practice of the field.
    Login,
    /// A command that only a dialect knows, or no list: its parameters and items are in the [`Message`].
    Unknown,
}

impl<'a> Message<'a> {
    /// The parameters as one typed value.
    pub fn body(&self) -> Body<'a> {
        let (Some(command), Some(number)) = (self.command(), self.packet().command()) else {
            return Body::Unknown;
        };
        match (number, command.direction) {
            (1000..=1999, direction) => self.settings(number, direction),
            (2072, _) => Body::Alarm {
                at: self.time("AlarmTime"),
                kind: self.text("AlarmType"),
                items: self.items(),
            },
            (2081, _) => Body::PowerOn {
                data_time: self.time("DataTime"),
                restarted: self.time("RestartTime"),
            },
            (2000..=2999, Direction::Up) => self.data(),
            (2000..=2999, _) if command.parameters.is_empty() => Body::Empty,
            (2000..=2999, _) => Body::Span {
                begin: self.time("BeginTime"),
                end: self.time("EndTime"),
            },
            (3000..=3999, direction) => self.control(number, direction),
            (9011, _) => Body::RequestAnswer(self.whole("QnRtn")),
            (9012, _) => Body::ExecutionResult(self.whole("ExeRtn")),
            (9013 | 9014 | 9022, _) => Body::Received,
            (9021, _) => Body::Login,
            (9015, _) => Body::Empty,
            _ => Body::Unknown,
        }
    }

    fn settings(&self, number: u16, direction: Direction) -> Body<'a> {
        let up = direction == Direction::Up;
        match number {
            1000 => Body::Retries {
                over_time: self.whole("OverTime"),
                re_count: self.whole("ReCount"),
            },
            1001 if !up => Body::Setting(self.text("WarnTime")),
            1011 if !up => self.factor(),
            1011 | 1012 => Body::Time {
                pol_id: self.text("PolId"),
                system_time: self.time("SystemTime"),
            },
            1013 => self.factor(),
            1014 => Body::Key {
                made_at: self.time("SKCreateTime"),
                key: self.text("NewSK"),
            },
            1001 | 1002 | 1021 | 1022 => self.data(),
            1031 | 1041 | 1061 | 1063 if !up => Body::Empty,
            1031 | 1032 => Body::Setting(self.text("AlarmTarget")),
            1041 | 1042 => Body::Setting(self.packet().content_value(b"ReportTime")),
            1061 | 1062 => Body::RealTimeInterval(self.whole("RtdInterval")),
            1063 | 1064 => Body::MinuteInterval(self.whole("MinInterval")),
            1072 => Body::NewPassword(self.text("NewPW").or_else(|| self.text("PW"))),
            _ => Body::Unknown,
        }
    }

    fn control(&self, number: u16, direction: Direction) -> Body<'a> {
        let up = direction == Direction::Up;
        match number {
            3015 if up => Body::KeptSample {
                data_time: self.time("DataTime"),
                bottle: self.whole("VaseNo"),
            },
            3015 => Body::Empty,
            3016 | 3017 if up || number == 3016 => Body::SamplingPeriod {
                pol_id: self.text("PolId"),
                first: match self.value("CstartTime") {
                    Some(Value::Clock { hour, minute, second }) => Some((hour, minute, second)),
                    _ => None,
                },
                hours: self.whole("Ctime"),
            },
            3018 if up => Body::TimeToResult {
                pol_id: self.text("PolId"),
                minutes: self.whole("Stime"),
            },
            3020 | 3021 => self.information(),
            3019 if up => self.information(),
            3011..=3024 => self.factor(),
            _ => Body::Unknown,
        }
    }

    fn data(&self) -> Body<'a> {
        Body::Data {
            data_time: self.time("DataTime"),
            items: self.items(),
        }
    }

    fn factor(&self) -> Body<'a> {
        Body::Factor {
            pol_id: self.text("PolId"),
            calibration: self.whole("CalibrationType"),
        }
    }

    fn information(&self) -> Body<'a> {
        Body::Information {
            pol_id: self.text("PolId"),
            info_id: self.text("InfoId"),
            data_time: self.time("DataTime"),
            begin: self.time("BeginTime"),
            end: self.time("EndTime"),
            items: self.items(),
        }
    }
}
