//! A running server follows its city folder: what reads without errors is taken over, what does not is told, and the old city stays.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use city::City;
use gateway::door::{Admitted, DoorConfig, LiveDirectory, StationDirectory, admit_waiting};
use gateway::forward::Target;
use gateway::quality_watch::Surroundings;
use history::diary::NewEvent;
use history::{Diary, History, Marks};
use journal::Journal;
use office::Office;
use serde_json::{Value, json};
use standards::{Language, Text};
use tokio::sync::watch;

use crate::arrangements::Arrangements;
use crate::desk::{Desk, read_city};
use crate::failure::Failure;
use crate::output::remarkln;
use crate::stamp::Stamp;

/// How often the folder is looked at. A change is read at the first look that finds it finished: as it was at the look before.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Stations whose coming or going is written into the diary one by one.
const NOTED_STATIONS_MAX: usize = 1_000;

/// Follows the city folder, and tells the rooms of the server what it says now.
pub struct Following {
    folder: PathBuf,
    language: Language,
    history: History,
    diary: Diary,
    marks: Marks,
    journal: Arc<Journal>,
    /// The folder as it was when it was read last.
    taken: Stamp,
    directory: LiveDirectory,
    offices: watch::Sender<Office>,
    platforms: watch::Sender<Vec<Target>>,
    surroundings: watch::Sender<Surroundings>,
    /// A frame that was judged by the old directory may reach the disk after the new one was put in its place.
    owes_look_for_late: bool,
}

/// Why a folder was not taken over.
enum Refused {
    /// It has errors, which were printed, or secrets that are not there.
    Folder(Failure),
    /// The history could not take in what had waited.
    History(Failure),
}

impl Following {
    /// Begins with what the desk has read.
    pub fn new(
        folder: PathBuf,
        desk: &Desk,
        journal: Arc<Journal>,
        arrangements: Arrangements,
        language: Language,
    ) -> Self {
        let office = desk.office.clone().with_journal(Arc::clone(&journal));
        Self {
            folder,
            language,
            history: desk.history.clone(),
            diary: desk.diary.clone(),
            marks: desk.marks.clone(),
            journal,
            taken: desk.stamp.clone(),
            directory: LiveDirectory::from(arrangements.stations),
            offices: watch::Sender::new(office),
            platforms: watch::Sender::new(arrangements.platforms),
            surroundings: watch::Sender::new(arrangements.surroundings),
            owes_look_for_late: false,
        }
    }

    /// The directory of the door.
    pub fn directory(&self) -> &LiveDirectory {
        &self.directory
    }

    /// The office of the pages.
    pub fn offices(&self) -> watch::Receiver<Office> {
        self.offices.subscribe()
    }

    /// The platforms of the forwarding.
    pub fn platforms(&self) -> watch::Receiver<Vec<Target>> {
        self.platforms.subscribe()
    }

    /// What quality control has to know.
    pub fn surroundings(&self) -> watch::Receiver<Surroundings> {
        self.surroundings.subscribe()
    }

    /// Takes in what the stations of the directory said before they were entered, and says so.
    pub async fn take_in_waiting(&self) -> Result<(), Failure> {
        let admitted = self.admit(&self.directory.now()).await?;
        self.tell_admitted(admitted);
        Ok(())
    }

    /// Follows until `stop` is raised.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut seen = None;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            if std::mem::take(&mut self.owes_look_for_late)
                && let Err(cause) = self.take_in_waiting().await
            {
                eprintln!("{cause}");
            }
            let folder = self.folder.clone();
            let Ok(now) = tokio::task::spawn_blocking(move || Stamp::of(&folder)).await else {
                continue;
            };
            if now == self.taken {
                seen = None;
            } else if seen.as_ref() == Some(&now) {
                seen = None;
                self.taken = now;
                self.read_anew().await;
            } else {
                // Somebody may still be writing.
                seen = Some(now);
            }
        }
    }

    async fn read_anew(&mut self) {
        match self.take_over().await {
            Ok(()) => {}
            Err(Refused::Folder(why)) => {
                eprintln!("{why}");
                let says = Text::new(
                    "城市目录已改动，但有上述错误：继续按改动前的目录运行，改正后自动读入",
                    "the city folder has changed, but with the errors above: the city as it was before stays in use; it is read again once they are mended",
                );
                eprintln!("{}", says.in_language(self.language));
                self.note("", "city-refused", json!({ "why": why.to_string() })).await;
            }
            Err(Refused::History(why)) => {
                eprintln!("{why}");
                // Not the fault of the folder: the next look tries again.
                self.taken = Stamp::default();
            }
        }
    }

    /// Reads the folder and puts what it says in the place of what it said before.
    async fn take_over(&mut self) -> Result<(), Refused> {
        let (folder, language) = (self.folder.clone(), self.language);
        let read = tokio::task::spawn_blocking(move || {
            let city = read_city(&folder, language)?;
            let arrangements = Arrangements::of(&city, language)?;
            Ok::<_, Failure>((city, arrangements))
        });
        let (city, arrangements) = read
            .await
            .map_err(|cause| Refused::Folder(cause.into()))?
            .map_err(Refused::Folder)?;
        // Before a station is known: what it says from then on comes behind what had waited.
        let mut admitted = self.admit(&arrangements.stations).await.map_err(Refused::History)?;
        let before = self.directory.replace(arrangements.stations);
        let now = self.directory.now();
        self.owes_look_for_late = true;
        admitted += self.admit(&now).await.map_err(Refused::History)?;
        self.spread(city, arrangements.platforms, arrangements.surroundings);
        self.tell_taken_over(&before, &now, admitted).await;
        Ok(())
    }

    /// Tells the rooms. One whose part has not changed is left alone.
    fn spread(&self, city: City, platforms: Vec<Target>, surroundings: Surroundings) {
        let office = Office::new(city, self.history.clone(), self.diary.clone()).with_marks(self.marks.clone());
        let office = office.with_journal(Arc::clone(&self.journal));
        self.offices.send_replace(office);
        put(&self.platforms, platforms);
        put(&self.surroundings, surroundings);
    }

    async fn admit(&self, directory: &StationDirectory) -> Result<Admitted, Failure> {
        Ok(admit_waiting(&self.history, directory, &DoorConfig::default()).await?)
    }

    fn tell_admitted(&self, admitted: Admitted) {
        if admitted.frames == 0 {
            return;
        }
        let Admitted { frames, values } = admitted;
        let says = Text::new(
            format!("新登记的站点：此前留存的 {frames} 帧、{values} 个值已入库"),
            format!("newly entered stations: {frames} kept frames with {values} values were taken in"),
        );
        remarkln!("{}", says.in_language(self.language));
    }

    async fn tell_taken_over(&self, before: &StationDirectory, now: &StationDirectory, admitted: Admitted) {
        let missing_in = |other: &StationDirectory, mn: &str| other.station(mn.as_bytes()).is_none();
        let entered: Vec<&str> = names(now).filter(|mn| missing_in(before, mn)).collect();
        let left: Vec<&str> = names(before).filter(|mn| missing_in(now, mn)).collect();
        let (came, went, all) = (entered.len(), left.len(), names(now).count());
        let says = Text::new(
            format!("城市目录已改动并读入：站点 {all} 个，新登记 {came} 个，移除 {went} 个"),
            format!("the city folder has changed and was read: {all} stations, {came} newly entered, {went} taken out"),
        );
        remarkln!("{}", says.in_language(self.language));
        self.tell_admitted(admitted);
        let details = json!({
            "stations": all,
            "entered": came,
            "left": went,
            "frames_admitted": admitted.frames,
            "values_admitted": admitted.values,
        });
        self.note("", "city-read", details).await;
        let each = |kind| move |mn: &&str| ((*mn).to_owned(), kind);
        let notes = entered.iter().map(each("entered")).chain(left.iter().map(each("left")));
        for (mn, kind) in notes.take(NOTED_STATIONS_MAX) {
            self.note(&mn, kind, json!({})).await;
        }
    }

    /// Writes an event down; one of the whole city has no station.
    async fn note(&self, station: &str, kind: &str, details: Value) {
        let event = NewEvent {
            at: Utc::now(),
            station: station.to_owned(),
            kind: kind.to_owned(),
            details,
        };
        if let Err(cause) = self.diary.note(vec![event]).await {
            eprintln!("{}", Failure::from(cause));
        }
    }
}

fn names(directory: &StationDirectory) -> impl Iterator<Item = &str> {
    directory.stations().map(|(mn, _)| mn)
}

fn put<T: PartialEq>(sender: &watch::Sender<T>, new: T) {
    sender.send_if_modified(|old| {
        let is_new = *old != new;
        *old = new;
        is_new
    });
}
