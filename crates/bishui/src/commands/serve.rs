//! `bishui serve`: the doors for people and for instruments.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use city::City;
use gateway::door::{self, Door, DoorConfig, LiveDirectory, OpenFiles};
use gateway::forward::{self, Target};
use gateway::quality_watch::QualityWatch;
use gateway::retention::{self, RetentionProfile};
use server::SignIns;
use standards::{Language, Text};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::arguments::{DoorLimits, Doors, Place};
use crate::arrangements::Arrangements;
use crate::clocks;
use crate::commands::account as accounts;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::following::Following;
use crate::output::remarkln;

/// Serves until told to stop.
pub async fn run(place: &Place, doors: &Doors) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let stop = stop_signal();
    let accounts = accounts::open(place)?;
    // Sessions of a demonstration that ran over this folder end here.
    accounts::heard(place, accounts.end_demonstration())?;
    let sign_ins = SignIns::over(accounts).behind_proxy(doors.behind_proxy);
    let house = House::open(&desk, (place, doors), sign_ins, stop).await?;
    house.tell(place.language());
    house.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// A running server: both doors and the keeper of the history.
pub struct House {
    /// Where the pages are.
    pub web: SocketAddr,
    /// Where instruments knock.
    pub hj212: SocketAddr,
    rooms: JoinSet<Result<(), Failure>>,
}

impl House {
    /// Opens both doors. They close when `stop` is raised. What changes in the city folder meanwhile is taken over.
    pub async fn open(
        desk: &Desk,
        (place, doors): (&Place, &Doors),
        sign_ins: SignIns,
        stop: watch::Receiver<bool>,
    ) -> Result<Self, Failure> {
        let language = place.language();
        let web = listen(doors.web, "--web", language).await?;
        let hj212 = listen(doors.hj212, "--hj212", language).await?;
        let mut house = Self {
            web: web.local_addr()?,
            hj212: hj212.local_addr()?,
            rooms: JoinSet::new(),
        };
        let arrangements = Arrangements::of(&desk.city, language)?;
        let journal = Arc::new(place.journal()?.open()?);
        let following = Following::new(place.city.clone(), desk, journal, arrangements, language);
        let (offices, until) = (following.offices(), stop.clone());
        house.rooms.spawn(async move {
            clocks::watch(offices, until).await;
            Ok(())
        });
        following.take_in_waiting().await?;
        house.open_keeping(desk, &following, &stop);
        house.open_retention(desk, (doors.retention.as_deref(), following.platforms()), &stop)?;
        let config = door_config(&doors.limits, language)?;
        house
            .open_door(desk, (hj212, config), following.directory(), &stop)
            .await?;
        let (offices, pages_until) = (following.offices(), raised(stop.clone()));
        house
            .rooms
            .spawn(async move { Ok(server::serve_current(web, offices, sign_ins, pages_until).await?) });
        house.rooms.spawn(async move {
            following.run(stop).await;
            Ok(())
        });
        Ok(house)
    }

    /// The rooms behind the doors: the keeper of the history, quality control, forwarding.
    fn open_keeping(&mut self, desk: &Desk, following: &Following, stop: &watch::Receiver<bool>) {
        let (keeper, keep_until) = (desk.history.clone(), stop.clone());
        self.rooms.spawn(async move {
            keeper.keep(keep_until).await;
            Ok(())
        });
        let (history, marks) = (desk.history.clone(), desk.marks.clone());
        let quality = move |surroundings, closed| {
            let (history, marks) = (history.clone(), marks.clone());
            async move {
                let watch = QualityWatch::new(history, surroundings)?;
                watch.follow(marks, closed).await;
                Ok(())
            }
        };
        self.rooms
            .spawn(reopened(following.surroundings(), stop.clone(), quality));
        let (history, diary) = (desk.history.clone(), desk.diary.clone());
        let forwarding = move |platforms: Vec<Target>, closed: watch::Receiver<bool>| {
            let (history, diary) = (history.clone(), diary.clone());
            async move {
                if platforms.is_empty() {
                    raised(closed).await;
                    return Ok(());
                }
                Ok(forward::serve(platforms, history, diary, closed).await?)
            }
        };
        self.rooms
            .spawn(reopened(following.platforms(), stop.clone(), forwarding));
    }

    /// Drops raw frames that are older than the profile says, where somebody gave one that says so.
    fn open_retention(
        &mut self,
        desk: &Desk,
        (profile, platforms): (Option<&Path>, watch::Receiver<Vec<Target>>),
        stop: &watch::Receiver<bool>,
    ) -> Result<(), Failure> {
        let profile = retention_profile(profile, &desk.city)?;
        let (both, until) = ((desk.history.clone(), desk.diary.clone()), stop.clone());
        self.rooms.spawn(async move {
            retention::follow(profile, both, platforms, until).await;
            Ok(())
        });
        Ok(())
    }

    async fn open_door(
        &mut self,
        desk: &Desk,
        (listener, config): (TcpListener, DoorConfig),
        directory: &LiveDirectory,
        stop: &watch::Receiver<bool>,
    ) -> Result<(), Failure> {
        let conversation = desk.conversation(directory).await?;
        let door = Door {
            config,
            directory: directory.clone(),
            history: desk.history.clone(),
            attendant: Some(Arc::new(conversation.clone())),
        };
        let (history, talk_until) = (desk.history.clone(), stop.clone());
        self.rooms
            .spawn(async move { Ok(conversation.run(history, talk_until).await?) });
        let door_stop = stop.clone();
        self.rooms
            .spawn(async move { Ok(door::serve(listener, door, door_stop).await?) });
        Ok(())
    }

    /// Says where the doors are.
    pub fn tell(&self, language: Language) {
        let says = Text::new(
            format!("页面 http://{}/　HJ 212 {}　（Ctrl-C 停止）", self.web, self.hj212),
            format!("pages http://{}/  HJ 212 {}  (Ctrl-C stops)", self.web, self.hj212),
        );
        remarkln!("{}", says.in_language(language));
    }

    /// Waits until every room has closed; the first failure of a room is the failure of the house.
    pub async fn close(mut self) -> Result<(), Failure> {
        while let Some(ended) = self.rooms.join_next().await {
            ended??;
        }
        Ok(())
    }
}

/// How long raw frames are kept: as the file says that was named, else as the city says, else for good.
fn retention_profile(file: Option<&Path>, city: &City) -> Result<RetentionProfile, Failure> {
    let Some(file) = file else {
        return Ok(match &city.retention {
            Some(steps) => RetentionProfile::of(steps.clone())?,
            None => RetentionProfile::proposed()?,
        });
    };
    let text = std::fs::read_to_string(file).map_err(|cause| Failure::while_doing(file.display(), cause))?;
    RetentionProfile::read(&text).map_err(|cause| Failure::while_doing(file.display(), cause))
}

/// The limits as asked for, as far as the system lets this process have open files.
fn door_config(limits: &DoorLimits, language: Language) -> Result<DoorConfig, Failure> {
    let files = OpenFiles::raise()?;
    let connections = files.room_for(limits.connections);
    if connections < limits.connections {
        let (wanted, allowed) = (limits.connections, files.allowed());
        let says = Text::new(
            format!(
                "系统只允许本进程打开 {allowed} 个文件：HJ 212 最多接受 {connections} 个连接，而不是 {wanted} 个；如需更多，请提高上限（ulimit -n，或 systemd 的 LimitNOFILE）"
            ),
            format!(
                "the system lets this process open {allowed} files: the HJ 212 door takes {connections} connections, not {wanted}; raise the limit for more (ulimit -n, or LimitNOFILE of systemd)"
            ),
        );
        eprintln!("{}", says.in_language(language));
    }
    Ok(DoorConfig {
        connections_max: connections,
        connections_per_address_max: limits.connections_per_address,
        frames_per_second_per_connection_max: limits.frames_per_connection,
        frames_per_second_per_address_max: limits.frames_per_address,
        idle_max: std::time::Duration::from_secs(limits.idle_seconds),
        ..DoorConfig::default()
    })
}

async fn listen(address: SocketAddr, option: &str, language: Language) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|cause| {
        let says = Text::new(
            format!("无法监听 {address}（{cause}）；端口可能已被占用，请用 {option} 换一个"),
            format!("{address} cannot be listened on ({cause}); another program may have the port, choose another with {option}"),
        );
        Failure::says(language, &says)
    })
}

/// Keeps a room open over what is said last: when something else is said, the room is closed and opened anew. A room that ends by itself
/// is the end.
async fn reopened<T: Clone, F>(
    mut said: watch::Receiver<T>,
    stop: watch::Receiver<bool>,
    open: impl Fn(T, watch::Receiver<bool>) -> F,
) -> Result<(), Failure>
where
    F: Future<Output = Result<(), Failure>>,
{
    loop {
        let now = said.borrow_and_update().clone();
        let (close, closed) = watch::channel(false);
        let mut room = std::pin::pin!(open(now, closed));
        let is_over = tokio::select! {
            ended = &mut room => return ended,
            () = raised(stop.clone()) => true,
            changed = said.changed() => changed.is_err(),
        };
        close.send_replace(true);
        room.await?;
        if is_over {
            return Ok(());
        }
    }
}

/// Done when `stop` is raised, or when nobody is left who could raise it.
async fn raised(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Raised by Ctrl-C and by SIGTERM.
pub fn stop_signal() -> watch::Receiver<bool> {
    let (raise, stop) = watch::channel(false);
    tokio::spawn(async move {
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => drop(terminate.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated => {}
        }
        // Sending fails only when nobody listens any more.
        let _ = raise.send(true);
        // The sender is kept: a dropped one would look like a stop to those who watch it.
        std::future::pending::<()>().await;
    });
    stop
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn the_city_says_how_long_frames_are_kept_and_a_named_file_holds_in_its_place() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
        let mut city = city::read(&folder).city.unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let kept = |file: Option<&Path>, city: &City| retention_profile(file, city).unwrap().days_on(day);
        assert_eq!(kept(None, &city), None, "for good where nobody says otherwise");
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        city.retention = Some(vec![(from, Some(40))]);
        assert_eq!(kept(None, &city), Some(40));
        let file = tempfile::NamedTempFile::new().unwrap();
        let own = "[[raw_frame_days]]\nfrom = 2026-01-01\ndays = 50\ncertainty = \"K\"\nsource = \"s\"\nzh = \"z\"\nen = \"e\"\n";
        std::fs::write(file.path(), own).unwrap();
        assert_eq!(kept(Some(file.path()), &city), Some(50));
    }

    #[test]
    fn folder_and_gateway_agree_on_the_fewest_days() {
        let least = i64::from(gateway::retention::RAW_FRAME_DAYS_MIN);
        assert_eq!(*city::RAW_FRAME_DAYS.start(), least);
    }
}
