//! `people/units.toml` (committees, departments, towns, enterprises) and `people/posts.toml` (who answers).

use standards::Text;

use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::table::{Document, Need, Table};
use crate::vocabulary::Choice;

macro_rules! words {
    ($(#[doc = $doc:literal])+ $type:ident, $what_zh:literal, $what_en:literal { $($(#[doc = $line:literal])+ $name:ident = $word:literal, $zh:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[doc = $line])+ $name,)+ }

        impl $type {
            /// Every one, in the order of the help.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word used in the city folder.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its name.
            pub fn name(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $word),)+ }
            }

            fn choice() -> Choice<Self> {
                Choice {
                    what: Text::new($what_zh, $what_en),
                    unknown: FindingKind::UnknownWord,
                    words: Self::ALL.iter().map(|kind| (kind.word(), *kind)).collect(),
                }
            }
        }
    };
}

words! {
    /// What a unit is.
    UnitKind, "单位类型", "kind of unit" {
        /// A committee of the party.
        Committee = "committee", "党委";
        /// A government.
        Government = "government", "政府";
        /// A department or bureau.
        Department = "department", "部门";
        /// A county, district or county-level city.
        County = "county", "县（市、区）";
        /// A town, township or subdistrict.
        Town = "town", "乡镇（街道）";
        /// A village or community.
        Village = "village", "村（社区）";
        /// An enterprise.
        Enterprise = "enterprise", "企业";
    }
}

words! {
    /// At which level of the administration a post stands.
    Level, "层级", "level" {
        /// The city.
        City = "city", "市级";
        /// A county, district or county-level city.
        County = "county", "县级";
        /// A town, township or subdistrict.
        Town = "town", "乡级";
        /// A village or community.
        Village = "village", "村级";
    }
}

/// A unit that leads tasks and has posts.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it is.
    pub kind: UnitKind,
    /// Id of the division it belongs to.
    pub division: Option<String>,
    /// Id of the unit above it.
    pub parent: Option<String>,
}

/// A post that answers for something; the holder may change, the post stays.
#[derive(Clone, Debug)]
pub struct Post {
    /// Id.
    pub id: String,
    /// Title of the post.
    pub title: Text,
    /// Who holds it.
    pub holder: Option<Text>,
    /// Whether post and holder are invented for the demonstration.
    pub demo: bool,
    /// Id of the unit it is a post of.
    pub unit: Option<String>,
    /// At which level it stands.
    pub level: Option<Level>,
    /// Ids of the roles it plays in procedures.
    pub roles: Vec<String>,
}

/// Reads the units and enters their ids. A unit may name one that is written below it.
pub(crate) fn read_units(source: &Source<'_>, places: &Registry, ids: &mut Registry) -> Vec<Unit> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("unit");
    root.finish();
    let mut parents: Vec<(String, Word)> = Vec::new();
    let mut units: Vec<Unit> = tables
        .into_iter()
        .filter_map(|table| unit(table, source, places, ids, &mut parents))
        .collect();
    for (id, parent) in parents {
        if ids.refer(&parent, source)
            && let Some(unit) = units.iter_mut().find(|unit| unit.id == id)
        {
            unit.parent = Some(parent.text.clone());
            report_circle(&units, &id, &parent, source);
        }
    }
    units
}

fn unit(
    mut table: Table<'_>,
    source: &Source<'_>,
    places: &Registry,
    ids: &mut Registry,
    parents: &mut Vec<(String, Word)>,
) -> Option<Unit> {
    let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
    let name = table.text("name", Need::Required);
    let kind = table.word("kind", Need::Required);
    let kind = kind.and_then(|word| UnitKind::choice().read(&word, source));
    let division = table.word("division", Need::Optional);
    let division = division.filter(|word| places.refer(word, source)).map(|word| word.text);
    let parent = table.word("parent", Need::Optional);
    table.finish();
    let id = id?.text;
    parents.extend(parent.map(|parent| (id.clone(), parent)));
    Some(Unit {
        id,
        name: name?,
        kind: kind?,
        division,
        parent: None,
    })
}

/// Whether going up from `id` comes back to it.
fn report_circle(units: &[Unit], id: &str, marked: &Word, source: &Source<'_>) {
    let above = |id: &str| units.iter().find(|unit| unit.id == id)?.parent.as_deref();
    let mut at = above(id);
    for _ in 0..units.len() {
        match at {
            Some(found) if found == id => {
                let says = Text::new(
                    format!("单位“{id}”绕了一圈又隶属于自己"),
                    format!("unit `{id}` stands, in a circle, above itself"),
                );
                let help = Text::new("核对 parent", "check `parent`");
                source.report(FindingKind::CyclicUnits, marked.span.clone(), says, Some(help));
                return;
            }
            Some(found) => at = above(found),
            None => return,
        }
    }
}

/// Reads the posts and enters their ids.
pub(crate) fn read_posts(source: &Source<'_>, units: &Registry, ids: &mut Registry) -> Vec<Post> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("post");
    root.finish();
    tables
        .into_iter()
        .filter_map(|table| post(table, source, units, ids))
        .collect()
}

fn post(mut table: Table<'_>, source: &Source<'_>, units: &Registry, ids: &mut Registry) -> Option<Post> {
    let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
    let title = table.text("title", Need::Required);
    let holder = table.text("holder", Need::Optional);
    let demo = table.flag("demo");
    let unit = table.word("unit", Need::Optional);
    let unit = unit.filter(|word| units.refer(word, source)).map(|word| word.text);
    let level = table.word("level", Need::Optional);
    let level = level.and_then(|word| Level::choice().read(&word, source));
    let roles = table.words("roles", Need::Optional);
    table.finish();
    Some(Post {
        id: id?.text,
        title: title?,
        holder,
        demo,
        unit,
        level,
        roles: roles.into_iter().map(|role| role.text).collect(),
    })
}
