//! A running server follows its city folder.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use hj212::{Builder, Flag, HeaderName};

use crate::program::{Server, bishui, root};

/// A station that is not in the folder at first.
const MN: &str = "BISHUITEST00000000000077";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// Sends an hour of the station and waits for its answer.
fn send(door: &str, hour: u32) {
    let qn = format!("20210401{hour:02}0001001");
    let frame = Builder::new()
        .header(HeaderName::Qn, &qn)
        .header(HeaderName::St, "21")
        .header(HeaderName::Cn, "2061")
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, MN)
        .flag(Flag::OF_2017_WANTS_ACK)
        .group([("DataTime", format!("20210401{hour:02}0000").as_str())])
        .group([("w21003-Avg", "0.1"), ("w21003-Flag", "N")])
        .frame()
        .unwrap();
    let mut stream = TcpStream::connect(door).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(&frame).unwrap();
    let mut answer = [0; 512];
    let count = stream.read(&mut answer).unwrap();
    assert!(String::from_utf8_lossy(&answer[..count]).contains("CN=9014"));
}

#[test]
fn a_platform_that_is_named_while_the_server_runs_is_forwarded_to() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let city = folder.path().join("city");
    copy(&root().join("cities/xiangtan"), &city);
    let points = city.join("places/points.toml");
    let old = "mn = \"DEMO43030000000000000S01\"";
    let entered = fs::read_to_string(&points)
        .unwrap()
        .replace(old, &format!("mn = \"{MN}\""));
    fs::write(&points, entered).unwrap();
    let server = Server::over(data.path(), &city);
    send(&server.hj212, 1);
    let told = || {
        let mut asked = bishui(data.path());
        let told = asked
            .args(["station", "forwarding", "--json", "--city"])
            .arg(&city)
            .output()
            .unwrap();
        serde_json::from_slice::<serde_json::Value>(&told.stdout).unwrap()
    };
    assert_eq!(told(), serde_json::json!([]));
    let platform = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let words = format!(
        "[[platform]]\nid = \"province\"\nname = {{ zh = \"省平台\", en = \"Province\" }}\naddress = \"{}\"\nsilent = true\n",
        platform.local_addr().unwrap()
    );
    fs::write(city.join("platforms.toml"), words).unwrap();
    server.hear("the city folder has changed and was read");
    let (mut stream, _) = platform.accept().unwrap();
    send(&server.hj212, 2);
    // What came before it was named stays here.
    let mut bytes = [0; 512];
    let count = stream.read(&mut bytes).unwrap();
    let forwarded = String::from_utf8_lossy(&bytes[..count]).into_owned();
    assert!(forwarded.contains("DataTime=20210401020000"), "{forwarded}");
    let until = std::time::Instant::now() + Duration::from_secs(60);
    loop {
        let told = told();
        assert_eq!(told[0]["platform"], "province");
        if told[0]["connected"] == true && told[0]["behind"] == 0 {
            assert_eq!((&told[0]["answered"], &told[0]["given_up"]), (&1.into(), &0.into()));
            break;
        }
        assert!(std::time::Instant::now() < until, "{told}");
        std::thread::sleep(Duration::from_millis(200));
    }
    server.kill();
}

#[test]
fn a_changed_city_folder_is_taken_over_and_a_wrong_one_is_told() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let city = folder.path().join("city");
    copy(&root().join("cities/xiangtan"), &city);
    let points = city.join("places/points.toml");
    let written = fs::read_to_string(&points).unwrap();
    let server = Server::over(data.path(), &city);
    send(&server.hj212, 1);
    assert!(server.page("/sections?lang=en").contains("Zhaoshan section"));

    // A new logger stands at the section, and the section has another name.
    let old = "mn = \"DEMO43030000000000000S01\"";
    let entered = written
        .replace(old, &format!("mn = \"{MN}\""))
        .replace("Zhaoshan section", "Section renamed");
    assert_ne!(entered, written);
    fs::write(&points, &entered).unwrap();
    let said = server.hear("the city folder has changed and was read");
    assert!(said.contains("1 newly entered, 1 taken out"), "{said}");
    server.hear("1 kept frames with 1 values were taken in");
    send(&server.hj212, 2);
    let page = server.page("/sections?lang=en");
    assert!(page.contains("Section renamed") && !page.contains("Zhaoshan section"));

    // With an error in it, the city stays as it was.
    fs::write(&points, format!("{entered}\n[[point]]\nid = 7\n")).unwrap();
    server.hear("places/points.toml");
    server.hear("stays in use");
    send(&server.hj212, 3);
    assert!(server.page("/sections?lang=en").contains("Section renamed"));

    // Mended, it is read again.
    fs::write(&points, &written).unwrap();
    let said = server.hear("the city folder has changed and was read");
    assert!(said.contains("1 newly entered, 1 taken out"), "{said}");
    send(&server.hj212, 4);
    let apart = bishui(data.path())
        .args(["station", "quarantine", "--json"])
        .output()
        .unwrap();
    let apart: serde_json::Value = serde_json::from_slice(&apart.stdout).unwrap();
    assert_eq!(
        (apart[0]["station"].as_str(), apart[0]["frames"].as_u64()),
        (Some(MN), Some(1))
    );
    server.kill();
}
