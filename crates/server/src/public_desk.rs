//! Where somebody without an account is heard: tracking numbers, and how often anybody is heard.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use office::complaints::NumberSource;
use standards::Text;

use crate::app::App;

/// Complaints from one address, and from all, in an hour.
const FILED: (usize, usize) = (5, 300);
/// Numbers looked up and replies sent from one address, and from all, in an hour.
const ASKED: (usize, usize) = (120, 12_000);
/// The time in which these are counted.
const WINDOW: Duration = Duration::from_secs(3600);

/// What hears the public.
pub struct PublicDesk {
    /// Gives out tracking numbers.
    pub numbers: NumberSource,
    /// How many complaints are taken.
    pub filed: Throttle,
    /// How many numbers are looked up.
    pub asked: Throttle,
}

impl PublicDesk {
    /// A desk at which nobody was heard yet.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn open() -> io::Result<Self> {
        Ok(Self {
            numbers: NumberSource::new().map_err(io::Error::other)?,
            filed: Throttle::new(FILED),
            asked: Throttle::new(ASKED),
        })
    }
}

/// Lets through so many from one address, and so many in all, in an hour. It remembers no more than it lets through.
pub struct Throttle {
    each: usize,
    all: usize,
    let_through: Mutex<VecDeque<(Instant, IpAddr)>>,
}

/// Nobody is let through for so long, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// How long.
    pub wait: Duration,
    /// How many were let through, of those that may be.
    pub most: usize,
    /// Whether that were all together, not one address.
    pub of_all: bool,
}

impl Busy {
    /// Why, in words.
    pub fn says(&self) -> Text {
        let (most, minutes) = (self.most, self.wait.as_secs() / 60 + 1);
        if self.of_all {
            Text::new(
                format!(
                    "现在反映的人太多（全站每小时最多 {most} 次），没有收下。请约 {minutes} 分钟后再试，急事请拨打 12369 或 12345。"
                ),
                format!(
                    "Too many are reporting now (at most {most} an hour on the whole site); nothing was taken. Try again in about {minutes} min; if it is urgent call 12369 or 12345."
                ),
            )
        } else {
            Text::new(
                format!(
                    "从您的网络来得太频繁（同一地址每小时最多 {most} 次），没有收下。请约 {minutes} 分钟后再试，急事请拨打 12369 或 12345。"
                ),
                format!(
                    "Too much came from your network (at most {most} an hour from one address); nothing was taken. Try again in about {minutes} min; if it is urgent call 12369 or 12345."
                ),
            )
        }
    }
}

impl Throttle {
    fn new((each, all): (usize, usize)) -> Self {
        Self {
            each,
            all,
            let_through: Mutex::default(),
        }
    }

    /// Lets one through.
    ///
    /// # Errors
    /// How long nobody is.
    pub fn take(&self, from: IpAddr, now: Instant) -> Result<(), Busy> {
        let from = network(from);
        // Whoever panicked in here has left a whole list.
        let mut let_through = self.let_through.lock().unwrap_or_else(PoisonError::into_inner);
        while let_through
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= WINDOW)
        {
            let_through.pop_front();
        }
        let wait = |at: Instant| WINDOW.saturating_sub(now.duration_since(at));
        let own: Vec<Instant> = let_through
            .iter()
            .filter(|(_, of)| *of == from)
            .map(|(at, _)| *at)
            .collect();
        if let Some(first) = own.first().filter(|_| own.len() >= self.each) {
            return Err(Busy {
                wait: wait(*first),
                most: self.each,
                of_all: false,
            });
        }
        if let Some((first, _)) = let_through.front().filter(|_| let_through.len() >= self.all) {
            return Err(Busy {
                wait: wait(*first),
                most: self.all,
                of_all: true,
            });
        }
        let_through.push_back((now, from));
        Ok(())
    }

    /// Takes back the last one from an address: nothing came of it.
    pub fn give_back(&self, from: IpAddr) {
        let from = network(from);
        let mut let_through = self.let_through.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = let_through.iter().rposition(|(_, of)| *of == from) {
            let_through.remove(at);
        }
    }
}

/// Who counts as one: an address, or the network of 64 bits that one household gets.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

/// The address from which a request comes.
pub struct Caller(pub IpAddr);

impl FromRequestParts<crate::site::Site> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &crate::site::Site) -> Result<Self, Infallible> {
        let app: App = axum::extract::FromRef::from_ref(site);
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(peer)| peer.ip());
        let said = if app.sign_ins.are_behind_proxy() {
            forwarded(&parts.headers)
        } else {
            None
        };
        Ok(Self(said.or(peer).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED))))
    }
}

/// The last address of `X-Forwarded-For`: the one that the proxy itself has seen. Those before it are what the visitor says.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_is_heard_so_often_and_all_so_often() {
        let throttle = Throttle::new((2, 3));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let (one, same, other) = (address("2001:db8::1"), address("2001:db8::2"), address("192.0.2.1"));
        assert_eq!(throttle.take(one, at(0)), Ok(()));
        assert_eq!(throttle.take(same, at(60)), Ok(()));
        let busy = throttle.take(one, at(100)).unwrap_err();
        assert_eq!(
            (busy.wait, busy.most, busy.of_all),
            (Duration::from_secs(3500), 2, false)
        );
        assert_eq!(throttle.take(other, at(100)), Ok(()));
        let busy = throttle.take(other, at(200)).unwrap_err();
        assert_eq!(
            (busy.wait, busy.most, busy.of_all),
            (Duration::from_secs(3400), 3, true)
        );
        assert!(busy.says().en.contains("at most 3 an hour on the whole site") && busy.says().zh.contains("57 分钟"));
        throttle.give_back(other);
        assert_eq!(throttle.take(other, at(200)), Ok(()));
        assert_eq!(throttle.take(one, at(3600)), Ok(()), "the first hour is over");
    }

    #[test]
    fn only_what_the_proxy_has_seen_itself_is_believed() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", "192.0.2.9".parse().unwrap());
        headers.append("x-forwarded-for", "192.0.2.8, 192.0.2.7".parse().unwrap());
        assert_eq!(forwarded(&headers), Some(address("192.0.2.7")));
        assert_eq!(network(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }
}
