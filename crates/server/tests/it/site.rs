//! The site as browsers meet it: a server on a real socket over the city folder and a file of real days.

use std::path::{Path, PathBuf};
use std::time::Duration;

use city::PointKind;
use gateway::import::{PointDirectory, import};
use gateway::mapping::Mapping;
use history::{Diary, History};
use standards::item::Medium;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct Site {
    address: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    _folder: TempDir,
}

impl Site {
    async fn open() -> Self {
        let home: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
        let city = city::read(&home).city.unwrap();
        let folder = TempDir::new().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        let diary = Diary::open(folder.path()).await.unwrap();
        let medium = |kind| {
            if kind == PointKind::Section {
                Medium::Water
            } else {
                Medium::Air
            }
        };
        let points = city
            .points
            .iter()
            .map(|point| (point.id.clone(), medium(point.kind), point.aliases.clone()));
        let mapping = std::fs::read_to_string(home.join("demo/air_city_day.toml")).unwrap();
        let mapping = Mapping::read(&mapping).unwrap().for_city_at(city.utc_offset_minutes);
        let file = home.join("demo/air_city_day.csv");
        import(&history, &PointDirectory::new(points), &file, &mapping, |_| ())
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel();
        let stopped = async move { drop(stopped.await) };
        let served = tokio::spawn(server::serve(
            listener,
            office::Office::new(city, history, diary),
            stopped,
        ));
        Self {
            address,
            stop,
            served,
            _folder: folder,
        }
    }

    /// Sends a GET with further header lines; gives the whole answer as text.
    async fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let ask = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer))
            .await
            .unwrap()
            .unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[tokio::test]
async fn every_address_answers() {
    let site = Site::open().await;
    // path, status, a piece of the answer
    let cases = [
        ("/", 200, "id=\"map\""),
        ("/plan", 200, "href=\"/plan/07\""),
        ("/plan/00", 200, "rel=\"next\" href=\"/plan/01\""),
        ("/plan/B", 200, "rel=\"prev\" href=\"/plan/04\""),
        ("/plan/07", 200, "data-testid=\"target-S07-22\""),
        ("/plan/24", 200, "rel=\"prev\" href=\"/plan/23\""),
        ("/plan/5", 404, "00, 01, 02, 03, 04, B, 05"),
        ("/targets/S07-22", 200, "data-testid=\"why\""),
        ("/targets/S07-22?year=2015", 200, "/why/target/S07-22/2015"),
        ("/targets/S99-99", 404, "S99-99"),
        ("/why/target/S07-22/2015", 200, "data-testid=\"evidence\""),
        ("/why/no/such/question", 400, "href=\"/\""),
        ("/sections", 200, "<table"),
        ("/stations", 200, "<table"),
        ("/stations/city-air", 200, "id=\"chart\""),
        ("/stations/nowhere", 404, "nowhere"),
        ("/sections/city-air", 308, ""),
        ("/plan/coverage", 200, "id=\"row-S05-24\""),
        ("/plan/coverage?state=absent", 200, "aria-current=\"true\""),
        ("/registers", 200, "<table"),
        ("/registers?q=no-such-words-anywhere", 200, "href=\"/registers\""),
        ("/registers/sewage-cover", 200, "id=\"line-2\""),
        ("/registers/nowhere", 404, "nowhere"),
        ("/registers/sewage-cover/entries.csv", 200, "attachment"),
        ("/registers/sewage-cover/entries.xyz", 404, ""),
        ("/why/entry/sewage-cover/2", 200, "/registers/sewage-cover#line-2"),
        ("/evidence/r1:5", 200, "data-testid=\"raw\""),
        ("/evidence/r999", 404, "r999"),
        ("/evidence/%00%ff", 400, ""),
        ("/evidence/nonsense", 400, "nonsense"),
        ("/faults", 200, "<h1>"),
        ("/network", 200, "/network/DEMO43030000000000000S01"),
        ("/network?state=online", 200, "href=\"/network\""),
        ("/network/DEMO43030000000000000S01", 200, "/sections/zhaoshan-section"),
        ("/network/zhaoshan-section", 200, "DEMO43030000000000000S01"),
        ("/network/nobody", 404, "nobody"),
        ("/network/quarantine", 200, "class=\"read-only\""),
        ("/network/forwarding", 200, "platforms.toml"),
        ("/map/points.json", 200, "\"slug\":"),
        ("/map/divisions.json", 200, "FeatureCollection"),
        ("/map/waters.json", 200, "FeatureCollection"),
        ("/points/city-air/series.json", 200, "\"values\":["),
        ("/points/city-air/day.csv", 200, "PM2.5"),
        ("/points/city-air/century.csv", 404, ""),
        ("/points/city-air/day.xyz", 404, ""),
        ("/static/../Cargo.toml", 404, ""),
        ("/static/app.exe", 404, ""),
        ("/health", 200, "ok"),
        ("/nothing/here", 404, "<h1>"),
    ];
    for (path, expected, piece) in cases {
        let answer = site.get(path, "").await;
        assert_eq!(status(&answer), expected, "{path}\n{answer}");
        assert!(answer.contains(piece), "{path} lacks {piece}\n{answer}");
        let policy = header(&answer, "content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[tokio::test]
async fn the_language_is_asked_remembered_and_told() {
    let site = Site::open().await;
    // path, headers, language of the page, remembered by a cookie
    let cases = [
        ("/plan", "", "zh-CN", false),
        ("/plan", "accept-language: en-GB\r\n", "en", false),
        ("/plan?lang=en", "", "en", true),
        ("/plan?lang=zh", "cookie: bishui_lang=en\r\n", "zh-CN", true),
        ("/plan", "cookie: bishui_lang=en\r\n", "en", false),
        ("/nothing", "cookie: bishui_lang=en\r\n", "en", false),
        ("/plan?lang=tlh&x=%ff", "", "zh-CN", false),
    ];
    for (path, headers, language, remembered) in cases {
        let answer = site.get(path, headers).await;
        assert!(
            answer.contains(&format!("<html lang=\"{language}\">")),
            "{path} {headers}"
        );
        assert_eq!(header(&answer, "set-cookie").is_some(), remembered, "{path} {headers}");
    }
}

/// A live stream holds its connection open; the server must stop all the same, and soon.
#[tokio::test]
async fn an_open_stream_does_not_keep_the_server_from_stopping() {
    let site = Site::open().await;
    let mut stream = TcpStream::connect(&site.address).await.unwrap();
    stream
        .write_all(b"GET /events HTTP/1.1\r\nhost: test\r\n\r\n")
        .await
        .unwrap();
    let mut beginning = [0; 64];
    let read = tokio::time::timeout(PATIENCE, stream.read(&mut beginning))
        .await
        .unwrap()
        .unwrap();
    assert!(String::from_utf8_lossy(&beginning[..read]).starts_with("HTTP/1.1 200"));
    site.stop.send(()).unwrap();
    tokio::time::timeout(PATIENCE, site.served)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}
