//! A password asked for on the terminal, where it is not shown, or read from standard input.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::{Command, Stdio};

use journal::accounts::PASSWORD_MAX;
use standards::{Language, Text};

use crate::failure::Failure;

/// The password; on a terminal it is asked for twice.
pub fn password(language: Language, from_input: bool) -> Result<String, Failure> {
    if from_input {
        return line(language);
    }
    if !std::io::stdin().is_terminal() {
        let text = Text::new(
            "没有终端可以询问密码；请在终端里运行，或用 --password-stdin 从标准输入读",
            "there is no terminal to ask for the password; run it on one, or let it be read from standard input with --password-stdin",
        );
        return Err(Failure::says(language, &text));
    }
    let hidden = Hidden::on(language)?;
    let once = asked(language, &Text::new("密码：", "password: "))?;
    let again = asked(language, &Text::new("再输一次：", "once more: "))?;
    drop(hidden);
    if once != again {
        let text = Text::new(
            "两次输入的不同；没有改动",
            "the two were not the same; nothing was changed",
        );
        return Err(Failure::says(language, &text));
    }
    Ok(once)
}

fn asked(language: Language, question: &Text) -> Result<String, Failure> {
    let mut out = std::io::stderr();
    write!(out, "{}", question.in_language(language))?;
    out.flush()?;
    let line = line(language)?;
    writeln!(out)?;
    Ok(line)
}

/// One line of standard input, without its end. Not much more than a password may have is read: what is too long is refused later.
fn line(language: Language) -> Result<String, Failure> {
    let mut line = Vec::new();
    let limit = u64::try_from(PASSWORD_MAX)?.saturating_add(2);
    std::io::stdin().lock().take(limit).read_until(b'\n', &mut line)?;
    let end = line.iter().rposition(|byte| !b"\r\n".contains(byte));
    line.truncate(end.map_or(0, |last| last + 1));
    if line.len() > PASSWORD_MAX {
        // The cut may have gone through a character.
        return Ok(String::from_utf8_lossy(&line).into_owned());
    }
    String::from_utf8(line).map_err(|_| {
        let text = Text::new(
            "密码不是 UTF-8 文字；没有改动",
            "the password is no UTF-8 text; nothing was changed",
        );
        Failure::says(language, &text)
    })
}

/// While this lives, the terminal does not show what is typed. Who breaks off with Ctrl-C gets back a terminal that does.
struct Hidden(tokio::task::JoinHandle<()>);

impl Hidden {
    fn on(language: Language) -> Result<Self, Failure> {
        let breaking_off = tokio::spawn(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                stty("echo");
                std::process::exit(130);
            }
        });
        let hidden = Self(breaking_off);
        if stty("-echo") {
            return Ok(hidden);
        }
        let text = Text::new(
            "终端不能隐藏输入（stty -echo 没有成功），没有询问密码；请用 --password-stdin",
            "the terminal does not hide what is typed (stty -echo failed), so the password was not asked for; use --password-stdin",
        );
        Err(Failure::says(language, &text))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        self.0.abort();
        stty("echo");
    }
}

/// Sets the terminal of standard input; whether that was done.
fn stty(setting: &str) -> bool {
    let status = Command::new("stty")
        .arg(setting)
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}
