//! What can be wrong with a frame beyond its form: the faults that only the door can see.

use history::Fault;
use hj212::{CrcPolicy, FaultCode, Faults, Frame, Severity};

/// Faults of single values that are named in one receipt; further ones are only counted.
const VALUE_FAULTS_MAX: usize = 40;
/// Bytes of a received text that are quoted.
const QUOTED_BYTES_MAX: usize = 60;

/// Received bytes as they can be shown in a sentence.
pub(super) fn quoted(bytes: &[u8]) -> String {
    // Nearly all texts are short and stand for themselves: MN and flag of every frame go through here.
    let stands_for_itself = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'"' | b'\\');
    if bytes.len() <= QUOTED_BYTES_MAX
        && bytes.iter().all(stands_for_itself)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return text.to_owned();
    }
    let shown = bytes
        .get(..QUOTED_BYTES_MAX)
        .unwrap_or(bytes)
        .escape_ascii()
        .to_string();
    if bytes.len() > QUOTED_BYTES_MAX {
        format!("{shown}…")
    } else {
        shown
    }
}

fn fault(code: &str, zh: String, en: String) -> Fault {
    Fault {
        code: code.to_owned(),
        line: None,
        zh,
        en,
    }
}

/// The code of frames that wait for their station to be entered.
pub(super) const UNKNOWN_STATION: &str = "unknown-station";
/// The code of frames with another password than the station's.
pub(super) const PASSWORD_WRONG: &str = "password-wrong";
/// The code of frames from an address from which the station may not connect.
pub(super) const ADDRESS_WRONG: &str = "address-wrong";
/// Why sound frames are kept apart.
pub(crate) const REFUSALS: [&str; 3] = [UNKNOWN_STATION, PASSWORD_WRONG, ADDRESS_WRONG];
/// The code of frames whose data segment is none.
const SEGMENT_UNREADABLE: &str = "segment-unreadable";

/// Whether a frame with these faults was accepted: neither damaged nor refused.
pub(crate) fn is_accepted(faults: &[Fault]) -> bool {
    is_sound(faults) && !faults.iter().any(|fault| REFUSALS.contains(&fault.code.as_str()))
}

/// Whether a frame with these faults is sound, wherever it came from: it may have been refused, but it is not damaged.
pub(crate) fn is_sound(faults: &[Fault]) -> bool {
    let damages = |code: &str| {
        let known = FaultCode::ALL.iter().find(|known| known.code() == code);
        code == SEGMENT_UNREADABLE || known.is_some_and(|known| known.severity() == Severity::Damage)
    };
    !faults.iter().any(|fault| damages(&fault.code))
}

pub(super) fn unknown_station(mn: &[u8]) -> Fault {
    let mn = quoted(mn);
    fault(
        UNKNOWN_STATION,
        format!("MN {mn} 不在站点名录中：帧已留存，数据暂不使用。请核对 MN，或在城市目录中登记该站点，数据随即入库。"),
        format!(
            "MN {mn} is not in the directory: the frame is kept, its values wait. Check the MN, or enter the station in the city folder: the values are then taken in."
        ),
    )
}

pub(super) fn password_wrong() -> Fault {
    fault(
        PASSWORD_WRONG,
        "访问密码 PW 与登记的不同：帧已留存，数据未入库，未应答。请核对现场机密码。".to_owned(),
        "The password PW is not the one in the directory: the frame is kept, its values are not used, and it was not answered. Check the password of the device.".to_owned(),
    )
}

pub(super) fn address_wrong(address: std::net::IpAddr) -> Fault {
    fault(
        ADDRESS_WRONG,
        format!(
            "该站点不得从 {address} 接入：帧已留存，数据未入库，未应答。请核对现场机网络，或在城市目录的 addresses 中补上该地址。"
        ),
        format!(
            "This station may not connect from {address}: the frame is kept, its values are not used, and it was not answered. Check the network of the device, or add the address to `addresses` in the city folder."
        ),
    )
}

pub(super) fn segment_unreadable(error: hj212::ParseError) -> Fault {
    fault(
        SEGMENT_UNREADABLE,
        "数据段无法解析：没有字段，也没有 CP。请检查现场机的组帧。".to_owned(),
        error.to_string(),
    )
}

pub(super) fn time_unreadable(given: Option<&[u8]>) -> Fault {
    match given.map(quoted) {
        None => fault(
            "time-missing",
            "没有数据时间 DataTime：数据未入库。请在现场机补上。".to_owned(),
            "No DataTime: the values are not used. The device should send it.".to_owned(),
        ),
        Some(given) => fault(
            "time-unreadable",
            format!("数据时间 DataTime={given} 不是有效的年月日时分秒：数据未入库。请检查现场机时钟。"),
            format!("DataTime={given} is no valid time: the values are not used. Check the clock of the device."),
        ),
    }
}

pub(super) fn time_implausible(given: &[u8]) -> Fault {
    let given = quoted(given);
    fault(
        "time-implausible",
        format!("数据时间 DataTime={given} 远在现在之后或早于 2000 年：数据未入库。请校准现场机时钟。"),
        format!(
            "DataTime={given} lies far ahead of now or before the year 2000: the values are not used. Set the clock of the device."
        ),
    )
}

pub(super) fn time_off_boundary(given: &[u8], period_zh: &str, period_en: &str) -> Fault {
    let given = quoted(given);
    fault(
        "time-off-boundary",
        format!("数据时间 DataTime={given} 不是{period_zh}的起点，无法确定属于哪个时段：数据未入库。请检查现场机。"),
        format!(
            "DataTime={given} is not the start of {period_en}, so the period is unknown: the values are not used. Check the device."
        ),
    )
}

pub(super) fn value_unreadable(name: &[u8], value: &[u8]) -> Fault {
    let (name, value) = (quoted(name), quoted(value));
    fault(
        "value-unreadable",
        format!("{name} 的值“{value}”不是数：该值未入库，其余照常。请检查现场机。"),
        format!("The value '{value}' of {name} is no number: it is not used, the others are. Check the device."),
    )
}

pub(super) fn value_too_long(name: &[u8], value: &[u8]) -> Fault {
    let (name, value) = (quoted(name), quoted(value));
    fault(
        "value-too-long",
        format!("{name} 的值“{value}”位数过多，无法精确保存：该值未入库。请在现场机减少位数。"),
        format!(
            "The value '{value}' of {name} has too many digits to be held exactly: it is not used. The device should send fewer."
        ),
    )
}

pub(super) fn value_negative(name: &[u8], value: &[u8]) -> Fault {
    let (name, value) = (quoted(name), quoted(value));
    fault(
        "value-negative",
        format!(
            "{name} 的值“{value}”为负，此项目不可能小于零：该值未入库，其余照常。请核对仪器零点，或缺测标记（如 -99）。"
        ),
        format!(
            "The value '{value}' of {name} is below zero, which this item cannot be: it is not used, the others are. Check the zero of the instrument, or its mark for missing values (such as -99)."
        ),
    )
}

pub(super) fn value_contradicted(name: &[u8]) -> Fault {
    let name = quoted(name);
    fault(
        "value-contradicted",
        format!("{name} 在同一帧中出现多次且值不同，无法判断以哪个为准：均未入库。请检查现场机。"),
        format!("{name} stands in the frame more than once with different values: none is used. Check the device."),
    )
}

pub(super) fn text_unreadable(name: &[u8]) -> Fault {
    let name = quoted(name);
    fault(
        "name-unreadable",
        format!("名称 {name} 含有无法识别的字符：该值未入库。请检查现场机。"),
        format!("The name {name} holds bytes that are no text: its value is not used. Check the device."),
    )
}

pub(super) fn too_much_unaccepted(bytes: usize, seconds: u64) -> Fault {
    fault(
        "too-much-unaccepted",
        format!(
            "{seconds} 秒内该地址发来 {bytes} 字节以上未被接受的内容，连接已关闭，其后内容在此时段内不再留存。请检查是谁在向此端口发送。"
        ),
        format!(
            "More than {bytes} bytes that were not accepted came from this address within {seconds} s: the connection was closed, and nothing further of the kind is kept in that time. Check who sends to this port."
        ),
    )
}

/// The faults of form, in the words of the protocol.
pub(super) fn of_form(faults: Faults) -> Vec<Fault> {
    faults.iter().map(|code| in_words(code, None)).collect()
}

/// The faults of a frame, with its numbers. A CRC that the station's policy accepts is none; one that is only reported
/// is.
pub(super) fn of_frame(frame: &Frame<'_>, policy: CrcPolicy) -> Vec<Fault> {
    let faults = match policy {
        CrcPolicy::Strict | CrcPolicy::ReportOnly => frame.faults,
        CrcPolicy::AcceptModbus => frame.faults_under(policy),
    };
    faults.iter().map(|code| in_words(code, frame.detail(code))).collect()
}

fn in_words(code: FaultCode, detail: Option<(String, String)>) -> Fault {
    let (zh, en) = code.text();
    match detail {
        Some((detail_zh, detail_en)) => fault(
            code.code(),
            format!("{zh}（{detail_zh}）"),
            format!("{en} ({detail_en})"),
        ),
        None => fault(code.code(), zh.to_owned(), en.to_owned()),
    }
}

/// Cuts a list that a hostile frame could make long.
pub(super) fn bounded(mut faults: Vec<Fault>) -> Vec<Fault> {
    let more = faults.len().saturating_sub(VALUE_FAULTS_MAX);
    if more > 0 {
        faults.truncate(VALUE_FAULTS_MAX);
        faults.push(fault(
            "more-faults",
            format!("另有 {more} 处同类问题未逐一列出，见原始帧。"),
            format!("{more} more faults of single values are not listed; see the raw frame."),
        ));
    }
    faults
}

/// Numbers of missing parts that are named in one fault.
const MISSING_PARTS_MAX: usize = 20;

/// Parts of a split packet that never came.
pub(super) fn split_incomplete(packet: &hj212::Assembled) -> Fault {
    let key = &packet.key;
    let mut missing: Vec<String> = packet
        .missing()
        .take(MISSING_PARTS_MAX + 1)
        .map(|pno| pno.to_string())
        .collect();
    if missing.len() > MISSING_PARTS_MAX {
        missing.truncate(MISSING_PARTS_MAX);
        missing.push("…".to_owned());
    }
    let missing = missing.join(", ");
    let (command, time, parts) = (quoted(&key.cn), quoted(&key.data_time), key.pnum);
    fault(
        "split-incomplete",
        format!(
            "分包数据不全：命令 {command}、DataTime={time} 共 {parts} 包，缺第 {missing} 包；收到的各包已分别入库。请由现场机补发缺少的包。"
        ),
        format!(
            "A split packet is incomplete: command {command}, DataTime={time}, {parts} parts, missing {missing}; the parts that came are used, each by itself. The device should send the missing ones again."
        ),
    )
}

/// A part whose packet was said to have another number of parts before.
pub(super) fn split_number_differs() -> Fault {
    fault(
        "split-number-differs",
        "同一数据的各分包声明的总包数 PNUM 不一致：本包已单独入库。请检查现场机的分包。".to_owned(),
        "The parts of one packet name different numbers of parts (PNUM): this one is used by itself. Check how the device splits packets.".to_owned(),
    )
}

/// A part that came before and said something else.
pub(super) fn split_part_differs() -> Fault {
    fault(
        "split-part-differs",
        "同一分包先前已收到，内容不同：两者都留存，以后到的为准。请检查现场机的分包编号。".to_owned(),
        "This part came before and said something else: both are kept, the later one counts. Check how the device numbers parts.".to_owned(),
    )
}

/// A part that cannot be watched for completeness.
pub(super) fn split_not_watched() -> Fault {
    fault(
        "split-not-watched",
        "等待齐全的分包过多：本包已单独入库，但不再核对是否齐全。请检查现场机的 PNUM。".to_owned(),
        "Too many split packets wait for their parts: this one is used by itself, and whether all its parts come is not watched. Check PNUM of the device.".to_owned(),
    )
}
