//! `bishui account`: who may sign in to the pages, as which person, in which posts.

mod ask;
pub mod demonstration;

use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use city::City;
use journal::accounts::{self, AccountError, Accounts, Held, NewAccount};
use serde_json::json;
use standards::{Language, Text};

use crate::arguments::{Account, AccountAdd, AccountHold, AccountPassword, Place};
use crate::commands::register::today;
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Answers about accounts, or changes them.
pub fn run(place: &Place, asked: &Account) -> Result<ExitCode, Failure> {
    match asked {
        Account::Add(add) => self::add(place, add)?,
        Account::List(list) => self::list(place, list.json)?,
        Account::Password(asked) => password(place, asked)?,
        Account::Hold(hold) => self::hold(place, hold)?,
        Account::Lock { name } => lock(place, name, true)?,
        Account::Unlock { name } => lock(place, name, false)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The accounts of the data folder.
pub fn open(place: &Place) -> Result<Accounts, Failure> {
    heard(place, Accounts::open(&place.data))
}

/// Says a refusal in the language of the answers.
pub fn heard<T>(place: &Place, answer: Result<T, AccountError>) -> Result<T, Failure> {
    answer.map_err(|error| Failure::says(place.language(), &error.says()))
}

fn done(place: &Place, zh: &str, en: &str) {
    outln!("{}", Text::new(zh, en).in_language(place.language()));
}

fn add(place: &Place, add: &AccountAdd) -> Result<(), Failure> {
    let city = read_city(&place.city, place.language())?;
    let since = add.since.unwrap_or_else(|| today(&city));
    let posts = add
        .posts
        .iter()
        .map(|post| held(place, &city, post, (since, add.until)));
    let new = NewAccount {
        name: add.name.clone(),
        person: add.person.clone(),
        posts: posts.collect::<Result<_, _>>()?,
    };
    let accounts = open(place)?;
    let password = ask::password(place.language(), add.password.password_stdin)?;
    heard(place, accounts.add(&new, &password, Utc::now()))?;
    let name = &add.name;
    done(
        place,
        &format!("已建立账号 {name}"),
        &format!("the account {name} was added"),
    );
    Ok(())
}

/// A post of the city folder with its days; an unknown one is refused with the nearest that is known.
fn held(
    place: &Place,
    city: &City,
    post: &str,
    (since, until): (NaiveDate, Option<NaiveDate>),
) -> Result<Held, Failure> {
    if city.post(post).is_some() {
        return Ok(Held {
            post: post.to_owned(),
            since,
            until,
        });
    }
    let advice = city::advice(post, city.posts.iter().map(|post| post.id.as_str())).unwrap_or_default();
    let text = Text::new(
        format!(
            "城市目录里没有岗位“{post}”（people/posts.toml）；没有改动。{}",
            advice.zh
        ),
        format!(
            "the city folder has no post `{post}` (people/posts.toml), nothing was changed; {}",
            advice.en
        ),
    );
    Err(Failure::says(place.language(), &text))
}

fn hold(place: &Place, hold: &AccountHold) -> Result<(), Failure> {
    let city = read_city(&place.city, place.language())?;
    let since = hold.since.unwrap_or_else(|| today(&city));
    let held = held(place, &city, &hold.post, (since, hold.until))?;
    let accounts = open(place)?;
    heard(place, accounts.hold(&hold.name, &held))?;
    let (name, days) = (&hold.name, days(&held, place.language()));
    done(
        place,
        &format!("{name} 担任 {}（{days}）", held.post),
        &format!("{name} holds {} ({days})", held.post),
    );
    Ok(())
}

fn password(place: &Place, asked: &AccountPassword) -> Result<(), Failure> {
    let accounts = open(place)?;
    // Nobody types a password twice for an account that is not there.
    if heard(place, accounts.account(&asked.name))?.is_none() {
        return heard(place, Err(AccountError::NoSuchAccount(asked.name.clone())));
    }
    let password = ask::password(place.language(), asked.password.password_stdin)?;
    heard(place, accounts.set_password(&asked.name, &password))?;
    let name = &asked.name;
    done(
        place,
        &format!("{name} 的密码已更换，已登录的都已退出"),
        &format!("{name} has a new password; whoever was signed in is signed out"),
    );
    Ok(())
}

fn lock(place: &Place, name: &str, locked: bool) -> Result<(), Failure> {
    let accounts = open(place)?;
    heard(place, accounts.set_locked(name, locked))?;
    let (zh, en) = match locked {
        true => (
            format!("{name} 已停用，已登录的都已退出"),
            format!("{name} is locked; whoever was signed in is signed out"),
        ),
        false => (format!("{name} 已启用"), format!("{name} is unlocked")),
    };
    done(place, &zh, &en);
    Ok(())
}

fn list(place: &Place, as_json: bool) -> Result<(), Failure> {
    let language = place.language();
    let listed = heard(place, open(place)?.list())?;
    if listed.is_empty() && !as_json {
        done(place, "还没有账号", "there is no account yet");
    }
    for account in &listed {
        match as_json {
            true => outln!("{}", in_json(account)),
            false => outln!("{}", in_words(account, language)),
        }
    }
    Ok(())
}

fn in_words(account: &accounts::Account, language: Language) -> String {
    let posts: Vec<String> = account
        .posts
        .iter()
        .map(|held| format!("{} ({})", held.post, days(held, language)))
        .collect();
    let marks = [
        (account.locked, Text::new("停用", "locked")),
        (account.demo, Text::new("演示", "demonstration")),
    ];
    let marks = marks.iter().filter(|(holds, _)| *holds);
    let marks: String = marks
        .map(|(_, mark)| format!("  [{}]", mark.in_language(language)))
        .collect();
    format!("{}  {}  {}{marks}", account.name, account.person, posts.join(", "))
}

fn days(held: &Held, language: Language) -> String {
    let since = held.since;
    let text = match held.until {
        None => Text::new(format!("{since} 起"), format!("since {since}")),
        Some(until) => Text::new(format!("{since} 至 {until}"), format!("{since} to {until}")),
    };
    text.in_language(language).to_owned()
}

fn in_json(account: &accounts::Account) -> serde_json::Value {
    let posts: Vec<serde_json::Value> = account
        .posts
        .iter()
        .map(|held| json!({ "post": held.post, "since": held.since, "until": held.until }))
        .collect();
    json!({
        "name": account.name,
        "person": account.person,
        "posts": posts,
        "locked": account.locked,
        "demonstration": account.demo,
        "added": account.added,
    })
}
