//! The public side of matters: a complaint without an account, by page and by Open311, and its follow-up by the tracking number.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use history::{Diary, History};
use journal::Journal;
use office::matters::{Actor, Matters, Step};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PATIENCE: Duration = Duration::from_secs(60);
const FORM: &str = "title=black+water&description=by+night&location=at+the+bridge&name=Zhao&contact=139&urgent=false";
const OPEN311: &str = "service_code=complaint&description=smell+at+night&lat=27.83&long=112.94&first_name=Qian";

struct Site {
    address: String,
    matters: Matters,
    _folder: TempDir,
}

impl Site {
    async fn open() -> Self {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
        let city = city::read(&home).city.unwrap();
        let folder = TempDir::new().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        let diary = Diary::open(folder.path()).await.unwrap();
        let journal = Arc::new(Journal::open(folder.path()).unwrap());
        let office = office::Office::new(city, history, diary).with_journal(journal);
        let matters = office.matters().unwrap().clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(server::serve(listener, office, std::future::pending()));
        Self {
            address,
            matters,
            _folder: folder,
        }
    }

    async fn ask(&self, method: &str, path: &str, headers: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\naccept-language: en\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\nconnection: close\r\n{headers}\r\n{form}",
            self.address,
            form.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
        read.unwrap().unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Sends a form as a page of this site does.
    async fn post(&self, path: &str, cookie: &str, form: &str) -> String {
        let headers = format!("origin: http://{}\r\ncookie: {cookie}\r\n", self.address);
        self.ask("POST", path, &headers, form).await
    }

    async fn get(&self, path: &str, cookie: &str) -> String {
        self.ask("GET", path, &format!("cookie: {cookie}\r\n"), "").await
    }

    fn handle(&self, matter: &str, post: &str, action: &str, facts: &[(&str, &str)], holders: &[(&str, &str)]) {
        let owned = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
                .collect()
        };
        let step = Step {
            matter: matter.to_owned(),
            upon: self.matters.journal().matter(matter).unwrap().unwrap().version,
            action: action.to_owned(),
            facts: owned(facts),
            holders: owned(holders),
            ..Step::default()
        };
        let who = Actor {
            person: "Handler Sun".to_owned(),
            post: post.to_owned(),
        };
        self.matters
            .act(&who, &step, self.matters.local(Utc::now()), Utc::now())
            .unwrap();
    }

    fn only(&self) -> String {
        let page = self.matters.list(
            &office::matters::MatterQuestion::default(),
            self.matters.local(Utc::now()),
        );
        let matters = page.unwrap().matters;
        assert_eq!(matters.len(), 1);
        matters[0].id.clone()
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

fn cookie(answer: &str) -> String {
    let line = answer.split("set-cookie: ").nth(1).unwrap();
    line.split(';').next().unwrap().to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).unwrap().split(after).next().unwrap()
}

#[tokio::test]
async fn somebody_reports_without_an_account_and_comes_back_by_the_number() {
    let site = Site::open().await;
    let sent = site.post("/complaints/new", "", &format!("{FORM}&word=W1")).await;
    assert!(
        status(&sent) == 303 && sent.contains("location: /complaints/mine?new=1"),
        "{sent}"
    );
    assert!(
        sent.contains("; Path=/complaints; Max-Age=3600; SameSite=Strict; HttpOnly"),
        "{sent}"
    );
    let again = site.post("/complaints/new", "", &format!("{FORM}&word=W1")).await;
    assert_eq!(
        cookie(&again),
        cookie(&sent),
        "the button pressed twice is one complaint"
    );
    let matter = site.only();
    let page = site.get("/complaints/mine?new=1", &cookie(&sent)).await;
    let number = between(&page, "data-testid=\"tracking-number\">", "<").to_owned();
    assert_eq!(format!("bishui_complaint={number}"), cookie(&sent));
    assert!(
        page.contains("by night") && page.contains("at the bridge") && page.contains("say whether accepted"),
        "{page}"
    );
    assert!(page.contains("cache-control: no-store"), "{page}");
    let later = site.get("/complaints/mine", &cookie(&sent)).await;
    assert!(
        !later.contains(&number) && !later.contains(&matter),
        "the number is shown once: {later}"
    );

    let typed = number.replace('-', "+").to_lowercase();
    let found = site.post("/complaints", "", &format!("number={typed}")).await;
    assert!(
        status(&found) == 303 && cookie(&found) == cookie(&sent) && !found.contains("?"),
        "{found}"
    );
    let wrong = site.post("/complaints", "", "number=0000-0000-0000-0000-0000").await;
    assert!(
        status(&wrong) == 404 && wrong.contains("Nothing was reported under this number"),
        "{wrong}"
    );
    assert_eq!(status(&site.post("/complaints", "", "number=1").await), 422);
    let everything = format!("{:?}", site.matters.journal().matter_steps(&matter).unwrap());
    assert!(
        !everything.contains(&number) && !everything.contains(&number.replace('-', "")),
        "the number is not kept"
    );
}

#[tokio::test]
async fn the_reporter_sees_the_answer_and_says_what_it_is_worth_and_never_who_handles_it() {
    let site = Site::open().await;
    let mine = cookie(&site.post("/complaints/new", "", FORM).await);
    let matter = site.only();
    let (desk, unit) = ("letters-office-head", "ecology-bureau-enforcement");
    let accepted = [("environmental", "true"), ("judicial", "false"), ("already", "false")];
    site.handle(&matter, desk, "accept", &accepted, &[]);
    site.handle(
        &matter,
        desk,
        "send",
        &[],
        &[("handler", unit), ("approver", "ecology-bureau-head")],
    );
    site.handle(&matter, unit, "begin", &[], &[]);
    site.handle(&matter, unit, "answer", &[("answer", "The outlet was sealed")], &[]);
    let page = site.get("/complaints/mine", &mine).await;
    assert!(
        page.contains("The outlet was sealed") && page.contains("data-testid=\"action-rate\""),
        "{page}"
    );
    assert!(!page.contains("Handler Sun") && !page.contains("enforcement"), "{page}");
    assert!(
        !page.contains("action-close"),
        "what others may do is not offered: {page}"
    );
    let version = between(&page, "name=\"upon\" value=\"", "\"").to_owned();
    for (form, status_of, says) in [
        (
            format!("upon={version}&action="),
            422,
            "it is not said what is to be done",
        ),
        (format!("upon={version}&action=close"), 403, "is not"),
        (format!("upon={version}&action=rate"), 403, "rating"),
        ("upon=1&action=rate&fact.rating=fairly".to_owned(), 409, "fairly"),
        (
            format!("upon={version}&action=rate&fact.rating=fairly&note=thanks"),
            303,
            "",
        ),
    ] {
        let answer = site.post("/complaints/mine", &mine, &form).await;
        assert_eq!(status(&answer), status_of, "{form}\n{answer}");
        assert!(answer.contains(says), "{form}\n{answer}");
    }
    assert!(
        site.get("/complaints/mine", &mine)
            .await
            .contains("We have your verdict")
    );
    let nobody = site.post("/complaints/mine", "", "upon=1&action=rate").await;
    assert!(nobody.contains("location: /complaints\r\n"), "{nobody}");
}

#[tokio::test]
async fn what_cannot_be_used_is_said_and_what_was_written_stays() {
    let site = Site::open().await;
    for (form, says) in [
        ("title=t&description=&location=x", "say what happened"),
        ("title=t&description=d", "say where it is"),
        ("title=&description=d&location=x", "write a title"),
        (
            "title=t&description=d&latitude=95&longitude=112",
            "latitude and longitude together",
        ),
        ("title=t&description=d&place=atlantis", "there is no place `atlantis`"),
        (
            "title=t&description=d&location=x&seen=2999-01-01T00%3A00",
            "cannot be in the future",
        ),
        ("title=t&description=d&location=x&seen=yesterday", "cannot be read"),
        ("title=t&description=d&location=x&website=http", "Leave the field"),
    ] {
        let answer = site.post("/complaints/new", "", form).await;
        assert!(status(&answer) == 422 && answer.contains(says), "{form}\n{answer}");
        assert!(answer.contains("name=\"title\""), "{form}");
    }
    assert_eq!(
        status(&site.ask("POST", "/complaints/new", "", FORM).await),
        403,
        "not from a page of ours"
    );
    for number in 1..=6 {
        let answer = site
            .post("/complaints/new", "", &format!("{FORM}&word=W{number}"))
            .await;
        assert_eq!(
            status(&answer),
            if number < 6 { 303 } else { 429 },
            "{number}\n{answer}"
        );
        assert_eq!(answer.contains("at most 5 an hour"), number == 6);
        assert_eq!(answer.contains("retry-after: "), number == 6);
    }
}

#[tokio::test]
async fn other_programs_report_and_follow_by_open311() {
    let site = Site::open().await;
    let door = "/open311/v2/requests.json";
    let services = site.get("/open311/v2/services.json", "").await;
    assert!(
        services.contains("\"service_code\":\"complaint\"") && services.contains("application/json"),
        "{services}"
    );
    let filed = site.ask("POST", door, "", OPEN311).await;
    assert_eq!(status(&filed), 201, "{filed}");
    let number = between(&filed, "\"service_request_id\":\"", "\"").to_owned();
    let one = site.get(&format!("/open311/v2/requests/{number}.json"), "").await;
    for piece in [
        "\"status\":\"open\"",
        "\"lat\":27.83",
        "smell at night",
        "+08:00",
        "\"state\":\"received\"",
        "\"expected_datetime\":\"2",
    ] {
        assert!(one.contains(piece), "{piece}\n{one}");
    }
    let listed = site.get(&format!("{door}?service_request_id={number}"), "").await;
    assert!(status(&listed) == 200 && listed.contains("smell at night"), "{listed}");
    for (method, path, headers, form, expected) in [
        ("GET", door, "", "", 400),
        ("GET", "/open311/v2/requests.json?status=open", "", "", 400),
        ("GET", "/open311/v2/requests/0000-0000-0000-0000-0000.json", "", "", 404),
        ("GET", "/open311/v2/services.xml", "", "", 404),
        ("GET", "/open311/v2/services/complaint.xml", "", "", 406),
        ("GET", "/open311/v2/services/complaint.json", "", "", 200),
        ("GET", "/open311/v2/discovery.json", "", "", 200),
        ("POST", door, "", "description=d&lat=1&long=1", 400),
        ("POST", door, "", "service_code=potholes&description=d", 404),
        ("POST", door, "", "service_code=complaint&lat=1&long=1", 422),
        ("POST", door, "origin: http://else.where\r\n", OPEN311, 403),
        ("POST", door, "cookie: bishui_session=1\r\n", OPEN311, 403),
    ] {
        let answer = site.ask(method, path, headers, form).await;
        assert_eq!(status(&answer), expected, "{method} {path} {headers}{form}\n{answer}");
    }
    site.only();
}
