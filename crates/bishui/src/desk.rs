//! What most commands need first: the city, the history, and the directories made of the city.

use std::path::Path;

use city::{City, Secret, Severity};
use gateway::door::{LiveDirectory, StationDirectory};
use gateway::import::PointDirectory;
use gateway::life;
use gateway::quality_watch::QualityWatch;
use gateway::session::Conversation;
use gateway::station::StationProfile;
use history::{Diary, History, Marks};
use office::Office;
use office::stations::medium;
use standards::{Language, Text};

use crate::arguments::Place;
use crate::failure::Failure;
use crate::stamp::Stamp;
use crate::{arrangements, stations};

/// The city, its history, its diary and its office.
pub struct Desk {
    /// The city folder as read.
    pub city: City,
    /// The history in the data folder.
    pub history: History,
    /// The diary in the data folder.
    pub diary: Diary,
    /// The marks of quality control in the data folder.
    pub marks: Marks,
    /// The office over city and history.
    pub office: Office,
    /// The folder as it was when it was read.
    pub stamp: Stamp,
    language: Language,
}

impl Desk {
    /// Reads the city and opens the data folder.
    pub async fn open(place: &Place) -> Result<Self, Failure> {
        // Taken first: what changes while it is read is then a change.
        let stamp = Stamp::of(&place.city);
        let city = read_city(&place.city, place.language())?;
        let history = History::open(&place.data).await?;
        let diary = Diary::open(&place.data).await?;
        let marks = Marks::open(&place.data).await?;
        let office = Office::new(city.clone(), history.clone(), diary.clone()).with_marks(marks.clone());
        Ok(Self {
            city,
            history,
            diary,
            marks,
            office,
            stamp,
            language: place.language(),
        })
    }

    /// The points by the names that files use.
    pub fn points(&self) -> PointDirectory {
        PointDirectory::new(self.city.points.iter().map(|point| {
            let names = point
                .aliases
                .iter()
                .cloned()
                .chain([point.name.zh.clone(), point.name.en.clone()]);
            (point.id.clone(), medium(point.kind), names.collect::<Vec<_>>())
        }))
    }

    /// The quality control of the history, with what the city says of places and instruments.
    pub fn quality(&self) -> Result<QualityWatch, Failure> {
        Ok(QualityWatch::new(
            self.history.clone(),
            arrangements::surroundings(&self.city),
        )?)
    }

    /// The stations by their MN.
    pub fn stations(&self) -> Result<StationDirectory, Failure> {
        stations::directory(&self.city, self.language)
    }

    /// The conversation with the stations of `directory`, with what is remembered of them.
    pub async fn conversation(&self, directory: &LiveDirectory) -> Result<Conversation, Failure> {
        let records = life::records(&self.diary).await?;
        let (directory, diary) = (directory.clone(), self.diary.clone());
        Ok(Conversation::new(
            directory,
            diary,
            StationProfile::proposed()?,
            records,
        ))
    }
}

/// The words of a password or key, from the folder or from the environment.
pub fn secret(secret: &Secret, language: Language) -> Result<String, Failure> {
    match secret {
        Secret::Written(words) => Ok(words.clone()),
        Secret::Environment(variable) => std::env::var(variable).map_err(|_| {
            let says = Text::new(
                format!("环境变量 {variable} 没有设置或不是文字；城市目录从它读取密码或密钥，请先设置"),
                format!("the environment variable {variable} is not set or no text; the city folder takes a password or key from it, set it first"),
            );
            Failure::says(language, &says)
        }),
    }
}

/// Reads a city folder; its faults are printed, and an error among them is the end.
pub fn read_city(folder: &Path, language: Language) -> Result<City, Failure> {
    let reading = city::read(folder).in_language(language);
    let errors = reading.count(Severity::Error);
    for finding in reading
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
    {
        eprintln!("{:?}", miette::Report::new(finding.clone()));
    }
    reading.city.ok_or_else(|| {
        let folder = folder.display();
        let says = Text::new(
            format!("城市目录 {folder} 有 {errors} 处错误，无法使用；请先改正（bishui check {folder}）"),
            format!("the city folder {folder} has {errors} error(s) and cannot be used; mend them first (bishui check {folder})"),
        );
        Failure::says(language, &says)
    })
}
