//! Ids: what one may look like, that none is given twice, and that whatever is referred to exists.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use standards::Text;

use crate::excerpt::Excerpt;
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;

/// Longest id, in characters; ids stand in addresses of pages.
const ID_LENGTH_MAX: usize = 64;

/// The ids of one kind of thing.
pub(crate) struct Registry {
    /// What the thing is called in a sentence.
    what: Text,
    /// Where the things are written.
    home: &'static str,
    unknown: FindingKind,
    /// Each id with where it was first given; the line is counted only when somebody must be told.
    ids: BTreeMap<String, (Excerpt, Range<usize>)>,
    /// Names by which people may call a thing instead of by its id; none where two things share one.
    names: BTreeMap<String, Option<String>>,
    /// Texts that give ids and have faults of their own: an id that stands in one of them is there once that is mended.
    faulty: Vec<Arc<str>>,
    /// Nothing can be said about an id that is not known: what gives the ids could not be read, which is told already.
    unread: Cell<bool>,
    /// What gives the ids is not there.
    absent: bool,
}

impl Registry {
    pub(crate) fn new(what: Text, home: &'static str, unknown: FindingKind) -> Self {
        Self {
            what,
            home,
            unknown,
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            faulty: Vec::new(),
            unread: Cell::new(false),
            absent: false,
        }
    }

    /// Remembers what people call the thing with `id`.
    pub(crate) fn call(&mut self, id: &str, name: &Text) {
        for name in [&name.zh, &name.en] {
            let known = self.names.entry(name.clone()).or_insert_with(|| Some(id.to_owned()));
            if known.as_deref() != Some(id) {
                *known = None;
            }
        }
    }

    /// Ids that stand in `text` are not called unknown: it gives ids, and its own faults are told.
    pub(crate) fn doubt(&mut self, text: Arc<str>) {
        self.faulty.push(text);
    }

    /// No id is called unknown: what gives the ids could not be read, which is told already.
    pub(crate) fn doubt_all(&mut self) {
        self.unread.set(true);
    }

    /// The file that gives the ids is not there; that is told when the first of them is asked for.
    pub(crate) fn miss(&mut self) {
        self.absent = true;
    }

    /// Whether an id that is not known would be there once the faults told already are mended.
    pub(crate) fn may_have(&self, id: &str) -> bool {
        self.unread.get() || self.faulty.iter().any(|text| stands_in(id, text))
    }

    /// Enters an id. Reports one that is badly formed or already taken; `false` then, and the thing must be left out.
    pub(crate) fn enter(&mut self, id: &Word, source: &Source<'_>) -> bool {
        if !well_formed(&id.text) {
            let says = Text::new(
                format!("编号“{}”写法不对", id.text),
                format!("`{}` cannot be an id", id.text),
            );
            let help = Text::new(
                format!("用小写字母、数字和连字符，不超过{ID_LENGTH_MAX}个字符"),
                format!("use lower-case letters, digits and hyphens, at most {ID_LENGTH_MAX} characters"),
            );
            source.report(FindingKind::BadId, id.span.clone(), says, Some(help));
            return false;
        }
        self.enter_formed(id, source)
    }

    /// Enters an id whose form has been checked elsewhere.
    pub(crate) fn enter_formed(&mut self, id: &Word, source: &Source<'_>) -> bool {
        if let Some((first, span)) = self.ids.get(&id.text) {
            let (file, line) = (first.file(), first.line_and_column(span.start).0 + 1);
            let says = Text::new(
                format!("{}编号“{}”重复", self.what.zh, id.text),
                format!("the {} `{}` is there twice", self.what.en, id.text),
            );
            let help = Text::new(
                format!("已用于 {file} 第{line}行，请另取"),
                format!("already used in {file}, line {line}"),
            );
            source.report(FindingKind::DuplicateId, id.span.clone(), says, Some(help));
            return false;
        }
        self.ids.insert(id.text.clone(), (source.excerpt(), id.span.clone()));
        true
    }

    /// Where an id was first given.
    pub(crate) fn place_of(&self, id: &str) -> Option<&(Excerpt, Range<usize>)> {
        self.ids.get(id)
    }

    /// Whether an id came out of `file`.
    pub(crate) fn has_any_of(&self, file: &str) -> bool {
        self.ids.values().any(|(excerpt, _)| excerpt.file() == file)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// All ids, in the order of the alphabet.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// Reports `word` unless it is a known id, or one that another fault keeps from being known.
    pub(crate) fn refer(&self, word: &Word, source: &Source<'_>) -> bool {
        let known = self.has(&word.text) || self.may_have(&word.text);
        if !known {
            self.report_unknown(&word.text, word.span.clone(), source);
        }
        // Where the file itself was called missing, nothing more follows from that.
        known || self.unread.get()
    }

    fn report_unknown(&self, id: &str, span: Range<usize>, source: &Source<'_>) {
        if source.is_full() {
            // Nobody would be told, and to look for the nearest id takes time.
            return;
        }
        if self.absent {
            self.unread.set(true);
            return self.report_absent(id, span, source);
        }
        let says = Text::new(
            format!("没有{}“{id}”", self.what.zh),
            format!("there is no {} `{id}`", self.what.en),
        );
        let named = self.names.get(id).and_then(Option::as_deref);
        let help = named
            .map(suggestion::meant)
            .or_else(|| suggestion::advice(id, self.ids.keys().map(String::as_str)))
            .or_else(|| {
                Some(Text::new(
                    format!("先写进 {}", self.home),
                    format!("write it into {} first", self.home),
                ))
            });
        source.report(self.unknown, span, says, help);
    }

    /// Tells once that the file is missing, instead of telling of each of its ids that it is unknown.
    fn report_absent(&self, id: &str, span: Range<usize>, source: &Source<'_>) {
        let (file, line) = (source.file, source.line(span.start));
        let says = Text::new(
            format!("缺少这个文件，而 {file} 第{line}行提到{}“{id}”", self.what.zh),
            format!(
                "this file is missing, and {file}, line {line}, names the {} `{id}`",
                self.what.en
            ),
        );
        let help = Text::new(
            format!("补上 {}，或删去对其内容的引用", self.home),
            format!("write {}, or take out what refers to it", self.home),
        );
        source.report_missing(self.home, says, help);
    }

    /// Reports every unknown word and returns the known ones, each once.
    pub(crate) fn refer_all(&self, words: Vec<Word>, source: &Source<'_>) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        for word in words {
            if self.refer(&word, source) && !known.contains(&word.text) {
                known.push(word.text);
            }
        }
        known
    }
}

/// Whether `id` stands in `text` as a word of its own.
fn stands_in(id: &str, text: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    !id.is_empty()
        && text.match_indices(id).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + id.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(part) && !after.is_some_and(part)
        })
}

pub(crate) fn well_formed(id: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !id.is_empty() && id.len() <= ID_LENGTH_MAX && id.chars().all(allowed)
}

/// The rows that a block realises: its own, and those that it names.
pub(crate) fn seed_rows(id: &str, named: Vec<Word>, source: &Source<'_>) -> Vec<String> {
    let named = named
        .into_iter()
        .filter(|word| check_seed_id(word, source))
        .map(|word| word.text);
    let mut rows = vec![id.to_owned()];
    for row in named {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

/// Whether `id` is the id of a row of the resolution; one that is not is reported.
pub(crate) fn check_seed_id(id: &Word, source: &Source<'_>) -> bool {
    let formed = is_seed_id(&id.text);
    if !formed {
        let says = Text::new(
            format!("“{}”不是决议表的编号", id.text),
            format!("`{}` is not the id of a row", id.text),
        );
        let help = Text::new(
            "写法如 S05-24：条号两位，连字符，行号",
            "write S05-24: clause in two digits, hyphen, row",
        );
        source.report(FindingKind::BadId, id.span.clone(), says, Some(help));
    }
    formed
}

/// The section of a row's id: `05` of `S05-24`, `B` of `SB-1`, as in [`crate::Heading::code`].
pub(crate) fn section_of(id: &str) -> &str {
    id.strip_prefix('S')
        .and_then(|rest| rest.split_once('-'))
        .map_or("", |(section, _)| section)
}

/// Whether `id` is the id of a row of the resolution: `S05-24`, `SB-1`.
fn is_seed_id(id: &str) -> bool {
    let Some((section, row)) = id.strip_prefix('S').and_then(|rest| rest.split_once('-')) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let letter = section.len() == 1 && section.bytes().all(|byte| byte.is_ascii_uppercase());
    let section_fits = letter || (matches!(section.len(), 2 | 3) && digits(section));
    section_fits && row.len() <= 3 && digits(row)
}
