//! Accounts: what is taken, who comes in, how long, and what the file says to a thief.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use journal::accounts::{
    AccountError, Accounts, Held, LIMITS, NewAccount, SESSION_HOURS, SESSIONS_MAX, SessionToken, SignedIn,
};

const PASSWORD: &str = "heron over slow water";

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon() -> DateTime<Utc> {
    moment("2026-05-04T04:00:00Z")
}

fn today() -> NaiveDate {
    day("2026-05-04")
}

fn held(post: &str, since: &str, until: Option<&str>) -> Held {
    Held {
        post: post.to_owned(),
        since: day(since),
        until: until.map(day),
    }
}

fn new(name: &str, posts: Vec<Held>) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        person: "Li Wei".to_owned(),
        posts,
    }
}

fn with_one() -> (tempfile::TempDir, Accounts) {
    let folder = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(folder.path()).unwrap();
    let posts = vec![
        held("duty", "2026-01-01", None),
        held("clerk", "2026-01-01", Some("2026-05-31")),
    ];
    accounts.add(&new("li.wei", posts), PASSWORD, noon()).unwrap();
    (folder, accounts)
}

/// Said rather than compared: the errors hold causes that cannot be compared.
fn refusal<T>(answer: Result<T, AccountError>) -> String {
    match answer {
        Ok(_) => "done".to_owned(),
        Err(error) => error.says().en,
    }
}

fn sign_in(accounts: &Accounts, now: DateTime<Utc>) -> SignedIn {
    accounts.sign_in("li.wei", PASSWORD, (now, today())).unwrap()
}

#[test]
fn a_right_password_opens_and_a_wrong_one_or_a_wrong_name_say_the_same() {
    let (_folder, accounts) = with_one();
    let signed_in = sign_in(&accounts, noon());
    assert_eq!(signed_in.post, "clerk");
    let visitor = accounts.visitor(&signed_in.token, (noon(), today())).unwrap().unwrap();
    assert_eq!(
        (visitor.account.as_str(), visitor.person.as_str()),
        ("li.wei", "Li Wei")
    );
    assert_eq!(visitor.posts, ["clerk", "duty"]);
    let wrong = |name, password| refusal(accounts.sign_in(name, password, (noon(), today())));
    assert_eq!(
        wrong("li.wei", "heron over slow wateR"),
        "the name or the password is wrong"
    );
    assert_eq!(wrong("li.wei", ""), "the name or the password is wrong");
    assert_eq!(wrong("nobody", PASSWORD), "the name or the password is wrong");
    assert_eq!(
        wrong("li.wei", &"x".repeat(2_000_000)),
        "the name or the password is wrong"
    );
}

#[test]
fn what_is_not_taken_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(folder.path()).unwrap();
    let duty = || vec![held("duty", "2026-01-01", None)];
    let mut said = String::new();
    for (account, password) in [
        (new("li.wei", duty()), PASSWORD),
        (new("li.wei", duty()), PASSWORD),
        (new("Li Wei", duty()), PASSWORD),
        (new("", duty()), PASSWORD),
        (new("li", vec![]), PASSWORD),
        (
            new("li", vec![held("duty", "2026-02-01", Some("2026-01-31"))]),
            PASSWORD,
        ),
        (
            NewAccount {
                person: " ".to_owned(),
                ..new("li", duty())
            },
            PASSWORD,
        ),
        (new("li", duty()), "short"),
        (new("wang.xiaoming", duty()), "Wang.XiaoMing12"),
        (new("li", duty()), "abababababababab"),
        (new("li", duty()), &"long".repeat(65)),
        (new("li", duty()), "heron over\tslow water"),
    ] {
        let name = account.name.clone();
        said += &format!("{name}: {}\n", refusal(accounts.add(&account, password, noon())));
    }
    insta::assert_snapshot!(said, @r"
    li.wei: done
    li.wei: there is an account `li.wei` already, nothing was changed; take another name
    Li Wei: `Li Wei` cannot be the name of an account: 1 to 40 lower-case letters, digits, dots and hyphens are wanted, a letter or digit first
    : `` cannot be the name of an account: 1 to 40 lower-case letters, digits, dots and hyphens are wanted, a letter or digit first
    li: an account has 1 to 50 posts, here it is 0
    li: the post `duty` would end before it begins; nothing was changed
    li: say who it is: 1 to 100 characters in one line
    li: the password cannot be taken: it has fewer than 12 characters; nothing was changed
    wang.xiaoming: the password cannot be taken: it is little more than the name of the account; nothing was changed
    li: the password cannot be taken: it repeats the same few characters; nothing was changed
    li: the password cannot be taken: it has more than 256 bytes; nothing was changed
    li: the password cannot be taken: it holds control characters; nothing was changed
    ");
    assert_eq!(accounts.list().unwrap().len(), 1);
}

#[test]
fn five_wrong_passwords_make_wait_and_a_right_one_forgets_them() {
    let (_folder, accounts) = with_one();
    let attempt = |password, minute| {
        let now = noon() + TimeDelta::minutes(minute);
        refusal(accounts.sign_in("li.wei", password, (now, today())))
    };
    for minute in 0..4 {
        assert_eq!(attempt("not the password", minute), "the name or the password is wrong");
    }
    assert_eq!(attempt(PASSWORD, 4), "done");
    for minute in 5..10 {
        assert_eq!(attempt("not the password", minute), "the name or the password is wrong");
    }
    // The right one is not looked at either, and turning away is not counted.
    for minute in 10..20 {
        assert!(
            attempt(PASSWORD, minute).contains("before 2026-05-04T04:20:00Z"),
            "minute {minute}"
        );
    }
    assert_eq!(attempt(PASSWORD, 20), "done");
}

#[test]
fn a_name_that_nobody_has_is_throttled_like_any_other() {
    let (_folder, accounts) = with_one();
    let attempt = || refusal(accounts.sign_in("nobody", "not the password", (noon(), today())));
    for _ in 0..LIMITS[0].attempts {
        assert_eq!(attempt(), "the name or the password is wrong");
    }
    assert!(attempt().starts_with("too many wrong passwords"));
    sign_in(&accounts, noon());
}

#[test]
fn a_session_ends_after_its_hours_at_sign_out_lock_and_password_change() {
    let (_folder, accounts) = with_one();
    let is_in = |signed_in: &SignedIn, now| accounts.visitor(&signed_in.token, (now, today())).unwrap().is_some();
    let first = sign_in(&accounts, noon());
    let end = noon() + TimeDelta::hours(SESSION_HOURS);
    assert_eq!(first.expires, end);
    assert!(is_in(&first, end - TimeDelta::milliseconds(1)));
    assert!(!is_in(&first, end));

    let second = sign_in(&accounts, noon());
    accounts.sign_out(&second.token).unwrap();
    assert!(is_in(&first, noon()) && !is_in(&second, noon()));

    accounts.set_locked("li.wei", true).unwrap();
    assert!(!is_in(&first, noon()));
    let answer = accounts.sign_in("li.wei", PASSWORD, (noon(), today()));
    assert_eq!(refusal(answer), "the account is locked; ask the administrator");
    accounts.set_locked("li.wei", false).unwrap();
    assert!(!is_in(&first, noon()), "unlocking brings no session back");

    let third = sign_in(&accounts, noon());
    accounts.set_password("li.wei", "reeds along the old dike").unwrap();
    assert!(!is_in(&third, noon()));
    let answer = accounts.sign_in("li.wei", PASSWORD, (noon(), today()));
    assert_eq!(refusal(answer), "the name or the password is wrong");
}

#[test]
fn a_post_ends_with_its_last_day_and_the_visitor_acts_in_another() {
    let (_folder, accounts) = with_one();
    let signed_in = sign_in(&accounts, noon());
    let post = |today| {
        let visitor = accounts.visitor(&signed_in.token, (noon(), today)).unwrap();
        visitor.map(|visitor| visitor.post)
    };
    assert_eq!(post(day("2026-05-31")).as_deref(), Some("clerk"));
    assert_eq!(post(day("2026-06-01")).as_deref(), Some("duty"));
    accounts
        .choose_post(&signed_in.token, "duty", (noon(), today()))
        .unwrap();
    assert_eq!(post(today()).as_deref(), Some("duty"));
    let chief = accounts.choose_post(&signed_in.token, "chief", (noon(), today()));
    assert_eq!(
        refusal(chief),
        "you do not hold the post `chief` today; nothing was changed"
    );
    accounts
        .hold("li.wei", &held("duty", "2026-01-01", Some("2026-05-03")))
        .unwrap();
    accounts.hold("li.wei", &held("clerk", "2026-06-01", None)).unwrap();
    assert_eq!(post(today()), None);
    let answer = accounts.sign_in("li.wei", PASSWORD, (noon(), today()));
    assert!(refusal(answer).starts_with("this account holds no post today"));
}

#[test]
fn an_account_has_a_bounded_number_of_sessions_and_the_oldest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(folder.path()).unwrap();
    let demo = new("demo", vec![held("duty", "2026-01-01", None)]);
    assert!(accounts.add_for_demonstration(&demo, noon()).unwrap());
    let tokens: Vec<SessionToken> = (0..=i64::from(SESSIONS_MAX))
        .map(|second| {
            let now = noon() + TimeDelta::seconds(second);
            accounts.enter_demonstration("demo", (now, today())).unwrap().token
        })
        .collect();
    let is_in = |token: &SessionToken| accounts.visitor(token, (noon(), today())).unwrap().is_some();
    assert!(!is_in(&tokens[0]));
    assert!(tokens[1..].iter().all(is_in));
    accounts.end_demonstration().unwrap();
    assert!(!tokens.iter().any(is_in));
}

#[test]
fn only_accounts_of_the_demonstration_are_entered_without_a_password() {
    let (_folder, accounts) = with_one();
    let demo = new("demo", vec![held("duty", "2026-01-01", None)]);
    assert!(accounts.add_for_demonstration(&demo, noon()).unwrap());
    assert!(!accounts.add_for_demonstration(&demo, noon()).unwrap());
    let taken = accounts.add_for_demonstration(&new("li.wei", demo.posts.clone()), noon());
    assert!(refusal(taken).starts_with("there is an account `li.wei` already"));
    let enter = |name| refusal(accounts.enter_demonstration(name, (noon(), today())));
    assert_eq!(enter("demo"), "done");
    assert!(enter("li.wei").contains("no account of the demonstration"));
    assert!(enter("nobody").contains("no account `nobody`"));
    // Who gives it a password takes it out of the demonstration.
    accounts.set_password("demo", PASSWORD).unwrap();
    assert!(enter("demo").contains("no account of the demonstration"));
}

#[test]
fn tokens_read_back_and_the_word_of_the_forms_does_not_give_them_away() {
    let (_folder, accounts) = with_one();
    let (one, other) = (sign_in(&accounts, noon()).token, sign_in(&accounts, noon()).token);
    assert!(SessionToken::parse(&one.text()) == Some(one.clone()));
    assert!(one != other);
    for text in ["", "00", &"g".repeat(64), &"0".repeat(66)] {
        assert!(SessionToken::parse(text).is_none(), "{text}");
    }
    assert!(one.is_of_forms(&one.for_forms()));
    assert!(!one.is_of_forms(&other.for_forms()) && !one.is_of_forms("") && !one.is_of_forms(&one.text()));
}

#[test]
fn the_file_holds_neither_password_nor_token_and_only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, accounts) = with_one();
    let token = sign_in(&accounts, noon()).token;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
        let bytes = std::fs::read(&path).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(
            !holds(PASSWORD.as_bytes()) && !holds(token.text().as_bytes()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn accounts_outlive_the_program_and_another_format_is_refused() {
    let (folder, accounts) = with_one();
    let token = sign_in(&accounts, noon()).token;
    drop(accounts);
    let again = Accounts::open(folder.path()).unwrap();
    assert!(again.visitor(&token, (noon(), today())).unwrap().is_some());
    drop(again);
    let file = rusqlite::Connection::open(folder.path().join("accounts.sqlite")).unwrap();
    file.pragma_update(None, "user_version", 7).unwrap();
    assert!(refusal(Accounts::open(folder.path())).starts_with("the accounts have format 7"));
}
