//! What can be wrong with a frame or a packet: one list, read by decoder, parser, counters and pages.

/// How much a fault takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The form departs from the standard; what the bytes say is still beyond doubt.
    Departure,
    /// The content cannot be trusted: it is kept as evidence and not used.
    Damage,
}

macro_rules! fault_codes {
    ($($name:ident $code:literal $severity:ident $zh:literal $en:literal)*) => {
        /// One kind of departure from the standard. The order is the order in which faults are listed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum FaultCode {
            $(#[doc = $en] $name,)*
        }

        impl FaultCode {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word for files, counters and tests, e.g. `crc-mismatch`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What is wrong, where, and what to do, in Chinese and English.
            pub fn text(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($zh, $en)),* }
            }

            /// Whether the content can still be trusted.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

fault_codes! {
    OutsideFrame "outside-frame" Damage
        "数据帧之外的字节：不以“##”加长度开头。请检查现场机是否在同一连接上输出调试信息，或线路是否有干扰。"
        "Bytes outside any frame: they do not start with `##` and a length. Check whether the device prints other text on this line, or whether the line is disturbed."
    StrayLineEnd "stray-line-end" Departure
        "帧与帧之间多余的回车换行。无需处理。"
        "Spare line ends between frames. Nothing to do."
    FrameCut "frame-cut" Damage
        "以“##”开头但没有完整结尾的帧。请检查链路是否中断或丢失字节，由现场机重发。"
        "A frame that starts with `##` and has no end. Check the line for breaks or lost bytes; the device should send it again."
    LengthOverLimit "length-over-limit" Damage
        "帧头声明的长度超过接收上限，未等待其内容。请检查长度字段，或提高接收上限。"
        "The length in the head is above the receiving limit, so its content was not awaited. Check the length field, or raise the limit."
    LengthUnreadable "length-unreadable" Departure
        "帧头的长度数值正确，但不是 4 位数字。请在现场机按 4 位、左侧补零书写。"
        "The length in the head is right but not written as four digits. The device should write four digits, zeros on the left."
    LengthMissing "length-missing" Damage
        "帧头没有可读的长度，帧尾是按“&&”与 CRC 找到的。请在现场机按 4 位数字书写长度。"
        "The head holds no readable length; the end was found by `&&` and the CRC. The device should write four digits."
    LengthWrong "length-wrong" Damage
        "帧头声明的长度与数据段的实际字节数不符。请核对现场机的长度计算（按字节，不含帧头、CRC 与回车换行）。"
        "The length in the head is not the number of bytes of the data segment. Check how the device counts: bytes, without head, CRC and line end."
    LengthOverStandard "length-over-standard" Departure
        "数据段超过 1024 字节。请在现场机按数据项分包。"
        "The data segment is longer than 1024 bytes. The device should split it between items."
    CrcMismatch "crc-mismatch" Damage
        "CRC 校验不符：内容在途中受损，或校验算法不同。请由现场机重发并核对算法。"
        "The CRC does not fit the segment: damaged on the way, or made with another algorithm. The device should send again; check its algorithm."
    CrcNotHj212 "crc-not-hj212" Damage
        "收到的 CRC 不是 HJ 212 算法可能产生的值：可能用了别的算法，或 CRC 字段本身受损。请核对现场机算法。"
        "The received CRC is no value that the HJ 212 algorithm can yield: another algorithm, or the CRC field itself is damaged. Check the device's algorithm."
    CrcModbus "crc-modbus" Damage
        "收到的是 Modbus 算法的 CRC。请在现场机改用 HJ 212 附录 A 的算法，或对该连接允许 Modbus 校验。"
        "The received CRC is the Modbus one. The device should use the algorithm of HJ 212 annex A, or this connection may be set to accept Modbus."
    CrcMissing "crc-missing" Damage
        "数据段之后没有 CRC。请检查现场机的组帧。"
        "No CRC after the data segment. Check how the device builds frames."
    Encrypted "encrypted" Damage
        "CP 像是 SM4 密文（HJ 212-2025）：CRC 是明文的，解密后才能核对，内容暂不使用。请提供该站点的密钥。"
        "CP looks encrypted (SM4 of HJ 212-2025): the CRC is that of the plain text and can be judged after decryption, the content is not used before. Give the key of the station."
    CrcShort "crc-short" Departure
        "CRC 少于 4 位（丢了左侧的零）。请在现场机按 4 位书写。"
        "The CRC has fewer than four digits (zeros on the left were lost). The device should write four digits."
    TerminatorMissing "terminator-missing" Departure
        "帧尾没有回车换行。请在现场机补上。"
        "No CR LF at the end of the frame. The device should write it."
    TerminatorLineFeed "terminator-line-feed" Departure
        "帧尾只有换行，没有回车。请在现场机写全回车换行。"
        "The frame ends with LF alone. The device should write CR LF."
    HeaderOrder "header-order" Departure
        "数据段的字段次序与标准不同。"
        "The header fields stand in another order than the standard prints."
    HeaderSeparator "header-separator" Departure
        "数据段字段之间的分隔符不是单个分号。"
        "The header fields are not separated by a single semicolon."
    HeaderSpace "header-space" Departure
        "数据段字段前后有空格。"
        "Spaces around a header field."
    HeaderNameCase "header-name-case" Departure
        "数据段字段名的大小写与标准不同。"
        "A header name is written in other letter case than the standard prints."
    HeaderUnknown "header-unknown" Departure
        "数据段中有标准以外的字段。"
        "The header holds a field that the standard does not know."
    HeaderRepeated "header-repeated" Damage
        "数据段中同一字段出现两次，无法判断以哪个为准。"
        "A header field appears twice; which one counts is unknown."
    QnMissing "qn-missing" Departure
        "没有请求编码 QN（2005 版上传数据常如此）。"
        "No request number QN (usual in uploads of the 2005 edition)."
    QnUnreadable "qn-unreadable" Departure
        "请求编码 QN 不是 17 位时间（年月日时分秒毫秒）。"
        "The request number QN is not a time of 17 digits."
    StMissing "st-missing" Damage
        "没有系统编码 ST 或其值为空。"
        "No system type ST, or it is empty."
    StUnreadable "st-unreadable" Departure
        "系统编码 ST 不是 2 位。"
        "The system type ST is not two characters."
    CnMissing "cn-missing" Damage
        "没有命令编码 CN 或其值为空：无法知道这是什么数据。"
        "No command CN, or it is empty: what the packet is cannot be known."
    CnUnreadable "cn-unreadable" Damage
        "命令编码 CN 不是 4 位数字。"
        "The command CN is not four digits."
    PwMissing "pw-missing" Departure
        "没有访问密码 PW 或其值为空。"
        "No password PW, or it is empty."
    PwLength "pw-length" Departure
        "访问密码 PW 不是 6 位。"
        "The password PW is not six characters."
    MnMissing "mn-missing" Damage
        "没有设备编码 MN 或其值为空：无法知道是哪台设备。"
        "No device number MN, or it is empty: which device sent it cannot be known."
    MnLength "mn-length" Departure
        "设备编码 MN 既不是 24 位（2017、2025 版）也不是 14 位（2005 版）。"
        "The device number MN has neither 24 characters (2017, 2025) nor 14 (2005)."
    FlagMissing "flag-missing" Departure
        "没有标志位 Flag：按不要求应答、不分包处理。"
        "No Flag: taken as no acknowledgement wanted and not split."
    FlagUnreadable "flag-unreadable" Departure
        "标志位 Flag 不是 0 到 255 的整数：按没有标志位处理。"
        "Flag is not a whole number from 0 to 255: taken as absent."
    SplitNumbersMissing "split-numbers-missing" Departure
        "标志位声明分包，却没有包号 PNUM 与 PNO：按不分包处理。"
        "Flag announces a split packet, but PNUM and PNO are missing: taken as not split."
    SplitNumbersUnreadable "split-numbers-unreadable" Departure
        "PNUM 或 PNO 不是从 1 起的整数，或 PNO 大于 PNUM。"
        "PNUM or PNO is not a whole number from 1, or PNO is above PNUM."
    SplitNumbersUnannounced "split-numbers-unannounced" Departure
        "有 PNUM 与 PNO，标志位却没有声明分包：按包号处理。请在现场机置 Flag 的分包位。"
        "PNUM and PNO are there, but Flag announces no split packet: the numbers count. The device should set the bit in Flag."
    RfUnreadable "rf-unreadable" Departure
        "补传标志 RF 的值不是 1：按不是补传处理。"
        "RF is there but is not 1: taken as not back-filled."
    CpMissing "cp-missing" Damage
        "没有指令参数 CP。"
        "No CP."
    CpUnclosed "cp-unclosed" Damage
        "指令参数 CP 没有以“&&”结束：内容可能被截断。"
        "CP is not closed with `&&`: its content may be cut off."
    CpOverStandard "cp-over-standard" Departure
        "指令参数 CP 超过 950 字节（2005 版为 960 字节）。请在现场机按数据项分包。"
        "CP is longer than 950 bytes (960 in the 2005 edition). The device should split it between items."
    CpSpelling "cp-spelling" Departure
        "“CP=&&”的写法与标准不同。"
        "`CP=&&` is spelled in another way than the standard prints."
    CpTail "cp-tail" Departure
        "CP 的结束符“&&”之后还有字节。"
        "Bytes after the closing `&&` of CP."
    CpNotText "cp-not-text" Departure
        "CP 中有控制字符：内容可能已加密（HJ 212-2025 的 SM4）或受损。若已加密，请提供该站点的密钥。"
        "CP holds control characters: it may be encrypted (SM4 of HJ 212-2025) or damaged. If it is encrypted, give the key of the station."
    ItemSpace "item-space" Departure
        "CP 中的名称或值前后有空格。"
        "Spaces around a name or value in CP."
    ItemEmpty "item-empty" Departure
        "CP 中有空的数据项（多余的分号或逗号）。"
        "CP holds an empty item (a spare semicolon or comma)."
    ItemWithoutName "item-without-name" Departure
        "CP 中的数据项没有“名称=值”的形式。"
        "An item of CP has not the form name=value."
    ParameterMissing "parameter-missing" Departure
        "缺少该命令应有的参数。请核对现场机该命令的指令参数。"
        "A parameter that this command must carry is missing. Check what the device writes into CP for this command."
    ParameterRepeated "parameter-repeated" Departure
        "该命令中只应出现一次的参数出现了多次。"
        "A parameter that may stand once in this command stands there more than once."
    ValueMissing "value-missing" Departure
        "“=”之后没有值。"
        "No value after the `=`."
    ValueUnreadable "value-unreadable" Departure
        "值不符合该参数的类型（时间、整数或数值），按未给出处理；原文保留。"
        "The value is not of the parameter's type (time, whole number or number): taken as not given, its text is kept."
    ValueForm "value-form" Departure
        "值可以读出，但写法与标准不同（例如时间位数、科学计数法）。"
        "The value can be read but is written in another form than the standard prints (digits of a time, an exponent)."
    ValueOutOfRange "value-out-of-range" Departure
        "值超出标准规定的取值范围或长度。"
        "The value is outside the range or length that the standard gives for it."
}

/// A set of [`FaultCode`]s, as small as one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Faults(u64);

const _: () = assert!(FaultCode::ALL.len() <= 64, "Faults holds one bit per code");

impl Faults {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// Adds `code`.
    pub fn insert(&mut self, code: FaultCode) {
        self.0 |= 1 << code as u8;
    }

    /// This set and `code`.
    #[must_use]
    pub fn with(mut self, code: FaultCode) -> Self {
        self.insert(code);
        self
    }

    /// The codes of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without `code`.
    #[must_use]
    pub fn without(self, code: FaultCode) -> Self {
        Self(self.0 & !(1 << code as u8))
    }

    /// Whether `code` is in the set.
    pub fn contains(self, code: FaultCode) -> bool {
        self.0 & (1 << code as u8) != 0
    }

    /// Whether nothing is wrong.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The codes, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = FaultCode> {
        FaultCode::ALL.iter().copied().filter(move |code| self.contains(*code))
    }

    /// The worst severity in the set, `None` for the empty set.
    pub fn severity(self) -> Option<Severity> {
        self.iter().map(FaultCode::severity).max()
    }

    /// Whether one of the faults forbids to trust the content.
    pub fn is_damage(self) -> bool {
        self.severity() == Some(Severity::Damage)
    }
}

impl FromIterator<FaultCode> for Faults {
    fn from_iter<I: IntoIterator<Item = FaultCode>>(codes: I) -> Self {
        codes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, code) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { " " };
            write!(f, "{separator}{}", code.code())?;
        }
        Ok(())
    }
}
