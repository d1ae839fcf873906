//! Entries of a register as somebody puts them by a browser: a form, a file, somebody who was first, somebody who may not.

use std::path::Path;

use crate::sign_in::{Site, home, same};

const PERMISSIONS: &str =
    "[[permission]]\nactions = [\"register.put\"]\nnamed = true\narea = \"city\"\nprivate = true\n";

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for each in std::fs::read_dir(from).unwrap() {
        let each = each.unwrap();
        let to = to.join(each.file_name());
        if each.file_type().unwrap().is_dir() {
            copy(&each.path(), &to);
        } else {
            std::fs::copy(each.path(), to).unwrap();
        }
    }
}

/// A site in which the holder of a post may put what its register lets it, and the cookie of somebody in the post `lake-warden`.
async fn desk() -> (Site, String, String) {
    let folder = tempfile::tempdir().unwrap();
    copy(&home(), folder.path());
    std::fs::write(folder.path().join("permissions.toml"), PERMISSIONS).unwrap();
    let site = Site::open_over(folder.path(), same).await;
    let cookie = site.cookie().await;
    let word = site.get("/registers", &cookie).await.word();
    let chosen = site
        .post("/sign-in/post", &cookie, &format!("form_token={word}&post=lake-warden"))
        .await;
    assert_eq!(chosen.status(), 303);
    (site, cookie, word)
}

#[tokio::test]
async fn an_entry_is_put_by_a_form_and_changed_by_one_who_has_seen_it() {
    let (site, cookie, word) = desk().await;
    let form = site.get("/registers/reed-belts/new", &cookie).await;
    assert!(form.says("name=\"field.length\"") && form.says("(km)"), "{}", form.0);
    let sent = |length: &str, upon: u32, request: &str| {
        format!(
            "form_token={word}&upon={upon}&request={request}&since=2026-05-01&document=survey&field.stretch=islet&field.year=2026&field.length={length}"
        )
    };
    let wrong = site
        .post("/registers/reed-belts/new", &cookie, &sent("long", 0, "a"))
        .await;
    assert_eq!(wrong.status(), 422);
    assert!(
        wrong.says("value=\"long\"") && wrong.says("Nothing was recorded"),
        "{}",
        wrong.0
    );
    let put = site
        .post("/registers/reed-belts/new", &cookie, &sent("2.5", 0, "b"))
        .await;
    assert_eq!(
        put.header("location"),
        Some("/registers/reed-belts/standing?recorded=1"),
        "{}",
        put.0
    );
    let twice = site
        .post("/registers/reed-belts/new", &cookie, &sent("2.5", 0, "b"))
        .await;
    assert_eq!(
        twice.header("location"),
        Some("/registers/reed-belts/standing?recorded=1")
    );
    let again = site
        .post("/registers/reed-belts/new", &cookie, &sent("3", 0, "c"))
        .await;
    assert_eq!(again.status(), 422);
    assert!(again.says("such an entry was put before"), "{}", again.0);

    let edit = "/registers/reed-belts/entries/islet%2F2026/edit";
    let page = site.get(edit, &cookie).await;
    assert!(
        page.says("name=\"upon\" value=\"1\"") && page.says("value=\"2.5\""),
        "{}",
        page.0
    );
    let changed = site.post(edit, &cookie, &sent("3", 1, "d")).await;
    assert_eq!(
        changed.header("location"),
        Some("/registers/reed-belts/standing?recorded=2"),
        "{}",
        changed.0
    );
    let late = site.post(edit, &cookie, &sent("4", 1, "e")).await;
    assert_eq!(late.status(), 409);
    assert!(
        late.says("somebody else has put") && late.says("name=\"upon\" value=\"2\""),
        "{}",
        late.0
    );
    let other = sent("4", 2, "f").replace("islet", "shoal");
    assert_eq!(site.post(edit, &cookie, &other).await.status(), 422);
    let list = site.get("/registers/reed-belts/standing?recorded=2", &cookie).await;
    assert!(list.says("act 2") && list.says("folder, line 2"), "{}", list.0);
}

#[tokio::test]
async fn a_file_is_told_row_by_row_before_one_act() {
    let (site, cookie, word) = desk().await;
    let upload = async |text: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"since\"\r\n\r\n2026-05-01\r\n--x\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{text}\r\n--x--\r\n"
        );
        let request = format!(
            "POST /registers/reed-belts/import?form_token={word} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\n\
             accept-language: en\r\ncookie: {cookie}\r\ncontent-type: multipart/form-data; boundary=x\r\n\
             content-length: {1}\r\nconnection: close\r\n\r\n{body}",
            site.address,
            body.len()
        );
        site.ask(request).await
    };
    let wrong = upload("stretch,year,length\nislet,2026,2\nshoal,2026,long\n").await;
    assert!(
        wrong.says("Mend the wrong rows") && !wrong.says("/import/confirm"),
        "{}",
        wrong.0
    );
    let told = upload("stretch,year,length\nislet,2026,2\n").await;
    assert_eq!(told.status(), 200, "{}", told.0);
    assert!(
        told.says("Nothing has been recorded yet") && told.says("/import/confirm"),
        "{}",
        told.0
    );
    let before = site.get("/registers/reed-belts/standing", &cookie).await;
    assert!(!before.says("islet"), "nothing is written before it is confirmed");
    let confirm = format!(
        "form_token={word}&upon=0&request=u&since=2026-05-01&document=survey&text=stretch,year,length%0D%0Aislet,2026,2%0D%0A"
    );
    let put = site
        .post("/registers/reed-belts/import/confirm", &cookie, &confirm)
        .await;
    assert_eq!(
        put.header("location"),
        Some("/registers/reed-belts/standing?recorded=1"),
        "{}",
        put.0
    );
    let late = confirm
        .replace("request=u", "request=v")
        .replace("islet,2026,2", "islet,2026,5");
    let late = site.post("/registers/reed-belts/import/confirm", &cookie, &late).await;
    assert_eq!(late.status(), 409);
    assert!(late.says("2 → 5"), "it is told what stands now: {}", late.0);
    let large = upload(&"x".repeat(300 << 10)).await;
    assert_eq!(large.status(), 413);
}

#[tokio::test]
async fn whoever_may_not_put_entries_is_told_why() {
    let (site, cookie, word) = desk().await;
    for page in ["new", "import", "standing", "template.csv"] {
        let answer = site.get(&format!("/registers/wells/{page}"), &cookie).await;
        assert_eq!(answer.status(), 403, "{page}");
        assert!(answer.says("lake-warden"), "{page}: {}", answer.0);
        let nobody = site.get(&format!("/registers/wells/{page}"), "").await;
        assert_eq!(nobody.status(), 303, "{page}");
    }
    let sent = format!("form_token={word}&field.code=w9&field.sealed=yes&document=x&since=2026-05-01");
    assert_eq!(site.post("/registers/wells/new", &cookie, &sent).await.status(), 403);
    assert_eq!(site.get("/registers/ponds/new", &cookie).await.status(), 404);
}
