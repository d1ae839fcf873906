//! Signing in as browsers do it: a server on a real socket, its cookies, its forms, and what comes from elsewhere.

use std::path::Path;
use std::time::Duration;

use chrono::Utc;
use history::{Diary, History};
use journal::accounts::{Accounts, Held, NewAccount};
use server::SignIns;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const PASSWORD: &str = "heron over slow water";
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Site {
    pub address: String,
    folder: TempDir,
    _offices: watch::Sender<office::Office>,
}

impl Site {
    async fn open(change: impl Fn(SignIns) -> SignIns) -> Self {
        Self::open_over(&home(), change).await
    }

    /// A site over the city folder `home`, with a journal.
    pub async fn open_over(home: &Path, change: impl Fn(SignIns) -> SignIns) -> Self {
        let city = city::read(home).city.unwrap();
        let folder = TempDir::new().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        let diary = Diary::open(folder.path()).await.unwrap();
        let accounts = Accounts::open(folder.path()).unwrap();
        let account = |name: &str, posts: &[&str]| NewAccount {
            name: name.to_owned(),
            person: "李伟".to_owned(),
            posts: posts
                .iter()
                .map(|post| Held {
                    post: (*post).to_owned(),
                    since: "2020-01-01".parse().unwrap(),
                    until: None,
                })
                .collect(),
        };
        let two = account("li.wei", &["air-officer", "lake-warden"]);
        accounts.add(&two, PASSWORD, Utc::now()).unwrap();
        let demo = account("basin-warden", &["basin-warden"]);
        accounts.add_for_demonstration(&demo, Utc::now()).unwrap();
        let gone = account("gone", &["a-post-that-was-taken-out-of-the-folder"]);
        accounts.add_for_demonstration(&gone, Utc::now()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let journal = std::sync::Arc::new(journal::Journal::open(folder.path()).unwrap());
        let office = office::Office::new(city, history, diary).with_journal(journal);
        let (keeper, offices) = watch::channel(office);
        let sign_ins = change(SignIns::over(accounts));
        tokio::spawn(server::serve_current(
            listener,
            offices,
            sign_ins,
            std::future::pending(),
        ));
        Self {
            address,
            folder,
            _offices: keeper,
        }
    }

    pub async fn ask(&self, request: String) -> Answer {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
        read.unwrap().unwrap();
        Answer(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept-language: en\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n",
            self.address
        ))
        .await
    }

    /// Sends a form with further header lines.
    pub async fn send(&self, path: &str, headers: &str, form: &str) -> Answer {
        self.ask(format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\naccept-language: en\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\nconnection: close\r\n{headers}\r\n{form}",
            self.address,
            form.len()
        ))
        .await
    }

    /// Sends a form as a page of this site does.
    pub async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let headers = format!("origin: http://{}\r\ncookie: {cookie}\r\n", self.address);
        self.send(path, &headers, form).await
    }

    /// Signs in; the cookie.
    pub async fn cookie(&self) -> String {
        let answer = self
            .post(
                "/sign-in",
                "",
                &format!("account=li.wei&password={}", encoded(PASSWORD)),
            )
            .await;
        answer.cookie().unwrap()
    }
}

pub struct Answer(pub String);

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.0.split("\r\n\r\n").next()?.lines();
        lines
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The pair that the browser sends back.
    fn cookie(&self) -> Option<String> {
        self.header("set-cookie")?.split(';').next().map(str::to_owned)
    }

    /// The word of the session in the first form.
    pub fn word(&self) -> String {
        let rest = self.0.split("name=\"form_token\" value=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn says(&self, words: &str) -> bool {
        self.0.contains(words)
    }
}

/// The folder of the invented city.
pub fn home() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/qinghe")
}

fn encoded(text: &str) -> String {
    text.replace(' ', "+")
}

pub fn same(sign_ins: SignIns) -> SignIns {
    sign_ins
}

#[tokio::test]
async fn somebody_signs_in_is_greeted_changes_the_post_and_leaves() {
    let site = Site::open(same).await;
    let public = site.get("/plan?x=1", "").await;
    assert!(public.says("href=\"/sign-in?next=%2Fplan%3Fx%3D1\""), "{}", public.0);
    let form = format!("account=+Li.Wei&password={}&next=%2Fplan%3Fx%3D1", encoded(PASSWORD));
    let entered = site.post("/sign-in", "", &form).await;
    assert_eq!((entered.status(), entered.header("location")), (303, Some("/plan?x=1")));
    let set = entered.header("set-cookie").unwrap();
    assert!(
        set.ends_with("; Path=/; Max-Age=43200; SameSite=Lax; HttpOnly"),
        "{set}"
    );

    let cookie = entered.cookie().unwrap();
    let page = site.get("/plan", &cookie).await;
    assert!(
        page.says("李伟") && page.says("Air officer") && !page.says("href=\"/sign-in"),
        "{}",
        page.0
    );
    assert_eq!(page.header("cache-control"), Some("no-store, private"));
    let form = format!("post=lake-warden&next=%2Fplan&form_token={}", page.word());
    let chosen = site.post("/sign-in/post", &cookie, &form).await;
    assert_eq!((chosen.status(), chosen.header("location")), (303, Some("/plan")));
    let page = site.get("/plan", &cookie).await;
    assert!(page.says("<option value=\"lake-warden\" selected>"), "{}", page.0);
    let not_held = format!("post=upper-warden&form_token={}", page.word());
    let refused = site.post("/sign-in/post", &cookie, &not_held).await;
    assert!(refused.status() == 403 && refused.says("you do not hold the post `upper-warden` today"));

    let left = site
        .post("/sign-out", &cookie, &format!("form_token={}", page.word()))
        .await;
    assert_eq!((left.status(), left.header("location")), (303, Some("/")));
    assert!(
        left.header("set-cookie")
            .unwrap()
            .starts_with("bishui_session=; Path=/; Max-Age=0")
    );
    assert!(
        site.get("/plan", &cookie).await.says("href=\"/sign-in?next="),
        "the token is worth nothing any more"
    );
}

#[tokio::test]
async fn a_wrong_password_is_said_in_words_and_too_many_until_when() {
    let site = Site::open(same).await;
    let attempt = || site.post("/sign-in", "", "account=li.wei&password=no&next=//else.where");
    for _ in 0..5 {
        let refused = attempt().await;
        assert_eq!(refused.status(), 403);
        assert!(refused.says("the name or the password is wrong") && refused.header("set-cookie").is_none());
        assert!(refused.says("name=\"next\" value=\"/\""), "{}", refused.0);
    }
    let turned_away = attempt().await;
    assert_eq!(turned_away.status(), 429);
    assert!(
        turned_away.says("Too many wrong passwords: nothing is looked at before 20"),
        "{}",
        turned_away.0
    );
    let seconds: i64 = turned_away.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn what_does_not_come_from_a_page_of_ours_changes_nothing() {
    let site = Site::open(same).await;
    let cookie = site.cookie().await;
    let word = site.get("/", &cookie).await.word();
    let other = site.get("/", &site.cookie().await).await.word();
    let here = format!("origin: http://{}\r\n", site.address);
    let with_word = format!("form_token={word}");
    // Headers, form, status; the last one is ours.
    let cases = [
        (String::new(), with_word.clone(), 403),
        ("origin: http://else.where\r\n".to_owned(), with_word.clone(), 403),
        ("origin: null\r\n".to_owned(), with_word.clone(), 403),
        (format!("{here}sec-fetch-site: cross-site\r\n"), with_word.clone(), 403),
        (here.clone(), String::new(), 403),
        (here.clone(), format!("form_token={other}"), 403),
        (here.clone(), format!("form_token={}", "0".repeat(64)), 403),
        (format!("{here}sec-fetch-site: same-origin\r\n"), with_word, 303),
    ];
    for (headers, form, status) in cases {
        let answer = site
            .send("/sign-out", &format!("{headers}cookie: {cookie}\r\n"), &form)
            .await;
        assert_eq!(answer.status(), status, "{headers}{form}\n{}", answer.0);
        let is_in = site.get("/", &cookie).await.says("data-testid=\"visitor\"");
        assert_eq!(is_in, status == 403, "{headers}{form}");
    }
    let foreign = site
        .send("/sign-in", "origin: http://else.where\r\n", "account=li.wei")
        .await;
    assert!(foreign.status() == 403 && foreign.says("does not come from a page of this site"));
}

#[tokio::test]
async fn the_cookie_is_for_https_only_when_a_known_proxy_says_so() {
    let form = format!("account=li.wei&password={}", encoded(PASSWORD));
    for (behind_proxy, proto, secure) in [(true, "https", true), (true, "http", false), (false, "https", false)] {
        let site = Site::open(|sign_ins| sign_ins.behind_proxy(behind_proxy)).await;
        let headers = format!("origin: {proto}://{}\r\nx-forwarded-proto: {proto}\r\n", site.address);
        let entered = site.send("/sign-in", &headers, &form).await;
        let set = entered.header("set-cookie").unwrap();
        assert_eq!(set.ends_with("; Secure"), secure, "{behind_proxy} {proto}: {set}");
    }
}

#[tokio::test]
async fn only_a_demonstration_has_ways_in_without_a_password() {
    let button = "Enter as Basin warden";
    let enter = |account: &str| format!("account={account}&next=%2Fplan");
    let demo = Site::open(|sign_ins| sign_ins.for_demonstration(true)).await;
    let page = demo.get("/sign-in?next=%2Fplan", "").await;
    assert!(
        page.says(button) && !page.says("value=\"li.wei\"") && !page.says("value=\"gone\""),
        "{}",
        page.0
    );
    let entered = demo.post("/sign-in/demonstration", "", &enter("basin-warden")).await;
    assert_eq!((entered.status(), entered.header("location")), (303, Some("/plan")));
    assert!(demo.get("/plan", &entered.cookie().unwrap()).await.says("Basin warden"));
    let refused = demo.post("/sign-in/demonstration", "", &enter("li.wei")).await;
    assert!(
        refused.status() == 403 && refused.header("set-cookie").is_none(),
        "{}",
        refused.0
    );
    // Its post is not in the folder: it has a session and is nobody.
    let nobody = demo.post("/sign-in/demonstration", "", &enter("gone")).await;
    assert!(
        !demo
            .get("/plan", &nobody.cookie().unwrap())
            .await
            .says("data-testid=\"visitor\"")
    );

    for serve in [
        Site::open(same).await,
        Site::open(|it| it.for_demonstration(true).behind_proxy(true)).await,
    ] {
        assert!(!serve.get("/sign-in", "").await.says(button));
        let refused = serve.post("/sign-in/demonstration", "", &enter("basin-warden")).await;
        assert!(
            refused.status() == 404 && refused.header("set-cookie").is_none(),
            "{}",
            refused.0
        );
    }
}

#[tokio::test]
async fn a_lock_takes_effect_on_the_next_page() {
    let site = Site::open(same).await;
    let cookie = site.cookie().await;
    assert!(site.get("/", &cookie).await.says("data-testid=\"visitor\""));
    Accounts::open(site.folder.path())
        .unwrap()
        .set_locked("li.wei", true)
        .unwrap();
    assert!(!site.get("/", &cookie).await.says("data-testid=\"visitor\""));
    let refused = site
        .post(
            "/sign-in",
            "",
            &format!("account=li.wei&password={}", encoded(PASSWORD)),
        )
        .await;
    assert!(refused.status() == 403 && refused.says("the account is locked"));
}
