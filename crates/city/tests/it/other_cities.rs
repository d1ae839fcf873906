//! Cities that are not Xiangtan: the folder to start from and the invented Qinghe read without a fault.

use std::path::PathBuf;

use city::{Part, Severity};

#[test]
fn a_new_folder_reads_without_a_finding() {
    let files = city::new_folder("luoshui", "洛水市").unwrap();
    let reading = city::read_files(
        files
            .into_iter()
            .filter(|(path, _)| !path.starts_with("demo/"))
            .map(|(path, text)| (path.to_owned(), text)),
    );
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let city = reading.city.unwrap();
    assert_eq!((city.id.as_str(), city.name.zh.as_str()), ("luoshui", "洛水市"));
    assert_eq!(city.targets().count(), 1);
    assert_eq!(city.registers[0].entries.len(), 2);
}

#[test]
fn what_cannot_be_a_city_is_told() {
    for (id, name) in [
        ("", "洛水"),
        ("Luo", "洛水"),
        ("luo", " "),
        ("luo", "a\"b"),
        ("luo", "{{id}}"),
    ] {
        assert!(city::new_folder(id, name).is_err(), "{id} {name}");
    }
    let told = city::new_folder("洛水", "洛水").unwrap_err();
    insta::assert_snapshot!(told.en, @"`洛水` cannot be the id of a city: use lower-case letters, digits and hyphens, at most 64");
}

#[test]
fn qinghe_reads_without_an_error_or_warning() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../cities/qinghe");
    let reading = city::read(&folder);
    let grave: Vec<_> = reading
        .findings
        .iter()
        .filter(|found| found.severity() > Severity::Note)
        .collect();
    assert!(grave.is_empty(), "{grave:?}");
    let city = reading.city.unwrap();
    let blocks = city.clauses.iter().flat_map(|clause| &clause.parts);
    assert_eq!(blocks.filter(|part| !matches!(part, Part::Prose { .. })).count(), 8);
    assert_eq!(
        (city.clauses.len(), city.registers.len(), city.procedures.len()),
        (3, 3, 1)
    );
    assert!(city.rows.len() == 8 && city.posts.iter().all(|post| post.demo));
}
