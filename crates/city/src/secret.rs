//! Passwords and keys: written in the folder or, better, named by the variable of the environment that holds them.

use std::ops::Range;

use standards::Text;

use crate::kind::FindingKind;
use crate::model::Secret;
use crate::source::{Source, Word};
use crate::table::{Need, Table};

/// Characters of a password; HJ 212 has 6, loggers in the field have carried up to 24.
const PASSWORD_CHARACTERS_MAX: usize = 24;
/// Hexadecimal digits of an SM4 key: 16 bytes.
const KEY_DIGITS: usize = 32;

/// The keys of one secret, here and in the environment, and what it must look like.
struct Form {
    here: &'static str,
    variable: &'static str,
    fits: fn(&str) -> bool,
    says: Text,
    help: Text,
}

/// The password: `password` or `password_env`.
pub(crate) fn password(table: &mut Table<'_>, source: &Source<'_>) -> Option<Secret> {
    let form = Form {
        here: "password",
        variable: "password_env",
        fits: is_password,
        says: Text::new("密码不能写进数据帧", "this password cannot stand in a frame"),
        help: Text::new(
            format!("1 至 {PASSWORD_CHARACTERS_MAX} 位，不含 ; , & =（标准为 6 位）"),
            format!("1 to {PASSWORD_CHARACTERS_MAX} characters without ; , & = (the standard has six)"),
        ),
    };
    form.read(table, source)
}

/// The SM4 key: `sm4_key` or `sm4_key_env`.
pub(crate) fn sm4_key(table: &mut Table<'_>, source: &Source<'_>) -> Option<Secret> {
    let form = Form {
        here: "sm4_key",
        variable: "sm4_key_env",
        fits: |text| text.len() == KEY_DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit()),
        says: Text::new("这不是 SM4 密钥", "this is no SM4 key"),
        help: Text::new(
            format!("16 字节，写成 {KEY_DIGITS} 位十六进制数"),
            format!("16 bytes, written as {KEY_DIGITS} hexadecimal digits"),
        ),
    };
    form.read(table, source)
}

fn is_password(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_graphic() && !matches!(letter, ';' | ',' | '&' | '=');
    !text.is_empty() && text.len() <= PASSWORD_CHARACTERS_MAX && text.chars().all(fits)
}

impl Form {
    fn read(self, table: &mut Table<'_>, source: &Source<'_>) -> Option<Secret> {
        let here = table.word(self.here, Need::Optional);
        let variable = table.word(self.variable, Need::Optional);
        match (here, variable) {
            (Some(_), Some(variable)) => {
                self.report_twice(variable.span, source);
                None
            }
            (None, Some(variable)) => self.variable(variable, source),
            (Some(here), None) => self.here(here, source),
            (None, None) => None,
        }
    }

    fn variable(&self, word: Word, source: &Source<'_>) -> Option<Secret> {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if !word.text.is_empty() && word.text.chars().all(fits) {
            return Some(Secret::Environment(word.text));
        }
        let says = Text::new(
            format!("“{}”不是环境变量名", word.text),
            format!("`{}` is no name of an environment variable", word.text),
        );
        let help = Text::new("用字母、数字和 _", "use letters, digits and _");
        source.report(FindingKind::ValueOutOfRange, word.span, says, Some(help));
        None
    }

    fn here(self, word: Word, source: &Source<'_>) -> Option<Secret> {
        if !(self.fits)(&word.text) {
            source.report(FindingKind::ValueOutOfRange, word.span, self.says, Some(self.help));
            return None;
        }
        let says = Text::new(
            format!("“{}”写在了文件夹里：能读文件夹的人都知道它", self.here),
            format!(
                "`{}` stands in the folder: whoever reads the folder knows it",
                self.here
            ),
        );
        let help = Text::new(
            format!("改用 {}，写存放它的环境变量名", self.variable),
            format!(
                "use `{}` with the name of the environment variable that holds it",
                self.variable
            ),
        );
        source.report(FindingKind::SecretInFolder, word.span, says, Some(help));
        Some(Secret::Written(word.text))
    }

    fn report_twice(&self, span: Range<usize>, source: &Source<'_>) {
        let (here, variable) = (self.here, self.variable);
        let says = Text::new(
            format!("“{here}”与“{variable}”同时写了"),
            format!("both `{here}` and `{variable}` are given"),
        );
        let help = Text::new("只留一个", "keep one of them");
        source.report(FindingKind::KeyDoesNotFit, span, says, Some(help));
    }
}
