//! The accounts of the demonstration: one for each post that the city's demo folder names.

use std::path::Path;

use chrono::Utc;
use city::{City, Post};
use journal::accounts::{Accounts, NewAccount};
use serde::Deserialize;

use super::{heard, held, open};
use crate::arguments::Place;
use crate::failure::Failure;

/// The list of posts in the folder `demo` of the city.
const FILE: &str = "demo/accounts.csv";

/// A line of the list.
#[derive(Deserialize)]
struct Line {
    post: String,
}

/// Opens the accounts and adds those of the demonstration that are missing; each is called as its post. Without a list there are none.
pub fn accounts(place: &Place, city: &City) -> Result<Accounts, Failure> {
    let accounts = open(place)?;
    for line in lines(&place.city.join(FILE))? {
        let held = held(place, city, &line.post, (city.resolved, None))?;
        let new = NewAccount {
            name: line.post.clone(),
            person: city.post(&line.post).map_or_else(|| line.post.clone(), holder),
            posts: vec![held],
        };
        heard(place, accounts.add_for_demonstration(&new, Utc::now()))?;
    }
    Ok(accounts)
}

/// Who holds a post; where the folder names nobody, its title.
fn holder(post: &Post) -> String {
    post.holder.as_ref().unwrap_or(&post.title).zh.clone()
}

fn lines(path: &Path) -> Result<Vec<Line>, Failure> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let broken = |cause| Failure::while_doing(path.display(), cause);
    let mut file = csv::Reader::from_path(path).map_err(broken)?;
    file.deserialize().collect::<Result<_, _>>().map_err(broken)
}
