//! What only a database of a server has: its address, its lock, its loss.

use std::process::Command;
use std::time::{Duration, Instant};

use journal::{Engine, Journal, JournalError, PostgresAddress};

use crate::made::{journal, moment, put, well};
use crate::place::{Place, has_postgres, psql};

fn address(text: &str) -> PostgresAddress {
    PostgresAddress::parse(text).unwrap()
}

#[test]
fn a_password_is_proved_and_a_wrong_one_refused() {
    if !has_postgres() {
        return;
    }
    let place = Place::new(Engine::Postgres);
    let Place::Database(database) = &place else {
        panic!("a database")
    };
    let as_sealed = |password: &str| database.replace("//postgres@", &format!("//sealed{password}@"));
    psql(database, "CREATE SCHEMA journal AUTHORIZATION sealed").unwrap();
    let entered = Journal::connect(&address(&as_sealed(":open%20sesame"))).unwrap();
    entered.record(put(vec![well("w1", 1, "1")]), moment(0)).unwrap();
    assert_eq!(entered.verify().unwrap().acts, 1);
    for (password, expected) in [
        (":open%20barley", "authentication failed"),
        ("", "a password"),
        (":%E4%BA%95", "ASCII"),
    ] {
        let refused = Journal::connect(&address(&as_sealed(password)))
            .err()
            .unwrap()
            .to_string();
        assert!(refused.contains(expected), "{password}: {refused}");
        assert!(!refused.contains("barley"), "{refused}");
    }
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = format!("postgresql://bishui@/city?host={}", folder.path().display());
    let refused = Journal::connect(&address(&nowhere)).err().unwrap();
    assert!(matches!(refused, JournalError::Storage(_)));
    assert!(refused.to_string().contains("database server runs"), "{refused}");
}

/// Whatever comes back over the socket, it is an error and not the end of the program.
#[test]
fn what_does_not_speak_as_a_server_does_is_told() {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixListener;
    let answers: [&[u8]; 8] = [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"R\0\0\0\x02",
        b"R\xff\xff\xff\xff",
        b"R\0\0\0\x04",
        b"E\0\0\0\x08MNo\0",
        b"D\0\0\0\x04",
        b"Z\0\0\0\x04",
    ];
    for answer in answers {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 1024];
            let _ = stream.read(&mut asked).unwrap();
            stream.write_all(answer).unwrap();
        });
        let text = format!("postgresql://bishui@/city?host={}", folder.path().display());
        assert!(Journal::connect(&address(&text)).is_err(), "{answer:?}");
        server.join().unwrap();
    }
}

#[test]
fn a_lost_connection_is_made_anew() {
    if !has_postgres() {
        return;
    }
    let (place, journal) = journal(Engine::Postgres, 1);
    let Place::Database(database) = &place else {
        panic!("a database")
    };
    let end = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(psql(database, end).unwrap(), "1");
    journal.record(put(vec![well("w2", 1, "1")]), moment(1)).unwrap();
    assert_eq!(psql(database, end).unwrap(), "1");
    assert_eq!(journal.verify().unwrap().acts, 2);
}

#[test]
fn a_writer_waits_for_another_and_readers_wait_for_nobody() {
    if !has_postgres() {
        return;
    }
    let (place, journal) = journal(Engine::Postgres, 1);
    let Place::Database(database) = &place else {
        panic!("a database")
    };
    let other = place.open().unwrap();
    std::thread::scope(|scope| {
        let holder = scope.spawn(|| {
            psql(
                database,
                "BEGIN; LOCK TABLE state IN EXCLUSIVE MODE; SELECT pg_sleep(1)",
            )
        });
        let held =
            "SELECT count(*) FROM pg_locks WHERE mode = 'ExclusiveLock' AND relation = 'journal.state'::regclass";
        while psql(database, held).unwrap() != "1" {}
        let began = Instant::now();
        assert_eq!(other.end().unwrap().act, 1);
        assert!(began.elapsed() < Duration::from_millis(900), "a reader does not wait");
        journal.record(put(vec![well("w2", 1, "1")]), moment(1)).unwrap();
        holder.join().unwrap().unwrap();
    });
    assert_eq!(other.end().unwrap().act, 2);
}

#[test]
fn a_backup_put_back_is_the_journal() {
    if !has_postgres() {
        return;
    }
    let (place, journal) = journal(Engine::Postgres, 3);
    let (Place::Database(from), other) = (&place, Place::new(Engine::Postgres)) else {
        panic!("a database")
    };
    let Place::Database(to) = &other else {
        panic!("a database")
    };
    let backup = Command::new("pg_dump")
        .args(["--schema=journal", from])
        .output()
        .unwrap();
    assert!(backup.status.success());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.sql");
    std::fs::write(&file, &backup.stdout).unwrap();
    let put_back = ["-q", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f"];
    let done = Command::new("psql").args(put_back).arg(&file).arg(to).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let copy = other.open_existing().unwrap();
    assert_eq!(copy.end().unwrap(), journal.end().unwrap());
    assert_eq!(copy.verify().unwrap(), journal.verify().unwrap());
    assert!(copy.rebuild().unwrap().is_equal());
    assert!(
        psql(to, "DELETE FROM act").unwrap_err().contains("never"),
        "its locks are there, too"
    );
    copy.record(put(vec![well("w9", 1, "1")]), moment(1)).unwrap();
}

#[test]
fn a_server_that_forgets_is_not_taken() {
    if !has_postgres() {
        return;
    }
    let place = Place::new(Engine::Postgres);
    let Place::Database(database) = &place else {
        panic!("a database")
    };
    let name = psql(database, "SELECT current_database()").unwrap();
    psql(database, &format!("ALTER DATABASE {name} SET synchronous_commit = off")).unwrap();
    // Our own setting goes before that of the database.
    place.open().unwrap();
    let latin = format!("{name}_latin");
    psql(
        database,
        &format!("CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0"),
    )
    .unwrap();
    let refused = Journal::connect(&address(&database.replace(&name, &latin)))
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains("server_encoding = LATIN1"), "{refused}");
}
