//! What must hold for any value, not only for worked ones.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use standards::Reason;
use standards::air::{
    AqiEdition, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly, city_mean,
    day_mean, iaqi, judge_year, o3_8h_max,
};
use standards::item::{ITEMS, ItemDef, by_code};
use standards::percentile::percentile;
use standards::rounding::{round, round_to_interval};
use standards::trend::{Significance, spearman};
use standards::unit::Unit;
use standards::water::{Period, WaterBody, WaterClass, edition_on, judge_automatic_station, judge_section, mean};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, 1).unwrap()
}

/// Decimals of all sizes that instruments and forms can send.
fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..=18).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn concentration() -> impl Strategy<Value = Decimal> {
    (0_i64..40_000_000, 0_u32..=6).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn any_edition() -> impl Strategy<Value = AqiEdition> {
    prop_oneof![Just(AqiEdition::Hj633_2012), Just(AqiEdition::Hj633_2026)]
}

fn any_scale() -> impl Strategy<Value = (&'static ItemDef, Averaging)> {
    let scales = [
        ("SO2", Averaging::Day),
        ("SO2", Averaging::Hour),
        ("NO2", Averaging::Day),
        ("NO2", Averaging::Hour),
        ("CO", Averaging::Day),
        ("CO", Averaging::Hour),
        ("O3", Averaging::Hour),
        ("O3_8H", Averaging::EightHours),
        ("PM10", Averaging::Day),
        ("PM25", Averaging::Day),
    ];
    prop::sample::select(scales.to_vec()).prop_map(|(code, averaging)| (by_code(code).unwrap(), averaging))
}

fn water_items() -> Vec<&'static ItemDef> {
    ITEMS
        .iter()
        .filter(|item| {
            edition_on(today())
                .unwrap()
                .limit(item, WaterBody::Lake, WaterClass::III)
                .is_some()
        })
        .collect()
}

/// GB/T 8170 by the pencil: digits as text, one carry at a time.
fn round_by_hand(value: &str, decimals: usize) -> String {
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut kept: Vec<u8> = whole
        .bytes()
        .chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(decimals))
        .collect();
    let dropped: &str = fraction.get(decimals..).unwrap_or("");
    let mut rest = dropped.bytes();
    let first = rest.next().unwrap_or(b'0');
    let more = rest.any(|digit| digit != b'0');
    let last_is_odd = kept.last().is_some_and(|digit| digit % 2 == 1);
    if first > b'5' || (first == b'5' && (more || last_is_odd)) {
        let mut place = kept.len();
        loop {
            if place == 0 {
                kept.insert(0, b'1');
                break;
            }
            place -= 1;
            if kept[place] == b'9' {
                kept[place] = b'0';
            } else {
                kept[place] += 1;
                break;
            }
        }
    }
    let point = kept.len() - decimals;
    let text = String::from_utf8(kept).unwrap();
    format!("{sign}{}.{}", &text[..point], &text[point..])
}

proptest! {
    #[test]
    fn rounding_agrees_with_the_pencil(value in any_decimal(), decimals in 0_u32..6) {
        let by_hand: Decimal = round_by_hand(&value.to_string(), decimals as usize).trim_end_matches('.').parse().unwrap();
        prop_assert_eq!(round(value, decimals), by_hand);
    }

    #[test]
    fn rounding_to_half_is_doubling_rounding_halving(mantissa in -10_000_000_i64..10_000_000, scale in 0_u32..4) {
        let value = Decimal::new(mantissa, scale);
        let two = Decimal::TWO;
        prop_assert_eq!(round_to_interval(value, Decimal::new(5, 1)), Some(round(value * two, 0) / two));
        let five = Decimal::from(5);
        prop_assert_eq!(round_to_interval(value, Decimal::new(2, 1)), Some(round(value * five, 0) / five));
    }

    #[test]
    fn the_index_never_falls_when_the_concentration_rises(
        edition in any_edition(),
        (item, averaging) in any_scale(),
        low in concentration(),
        more in concentration(),
    ) {
        let (below, above) = (iaqi(edition, item, averaging, low).value, iaqi(edition, item, averaging, low + more).value);
        // Above 800 the edition of 2012 gives no index for two of the scales; then nothing higher has one either.
        prop_assert!(above.is_none() || below.is_some());
        prop_assert!(above.is_none() || below <= above, "{below:?} {above:?}");
        prop_assert!(above.is_none_or(|index| index <= 500));
    }

    /// The formula as a fraction of whole numbers, bracket by bracket, against the engine.
    #[test]
    fn the_index_is_the_ceiling_of_the_exact_fraction(thousandths in 0_i64..500_000) {
        const POINTS: [(i64, i64); 8] = [(0, 0), (50, 35), (100, 75), (150, 115), (200, 150), (300, 250), (400, 350), (500, 500)];
        let pair = POINTS.windows(2).find(|pair| thousandths <= pair[1].1 * 1000).unwrap();
        let ((low_index, low), (high_index, high)) = (pair[0], pair[1]);
        let numerator = (high_index - low_index) * (thousandths - low * 1000);
        let denominator = (high - low) * 1000;
        let expected = low_index + numerator / denominator + i64::from(numerator % denominator != 0);
        let value = Decimal::new(thousandths, 3);
        let got = iaqi(AqiEdition::Hj633_2012, by_code("PM25").unwrap(), Averaging::Day, value).value;
        prop_assert_eq!(got.map(i64::from), Some(expected));
    }

    #[test]
    fn the_class_never_improves_when_an_item_worsens(
        lake in any::<bool>(),
        values in prop::collection::vec((prop::sample::select(water_items()), 0_i64..60_000), 1..8),
        at in any::<prop::sample::Index>(),
        worsening in 0_i64..60_000,
    ) {
        let body = if lake { WaterBody::Lake } else { WaterBody::River };
        let given: Vec<_> = values.iter().map(|(item, mantissa)| (*item, Decimal::new(*mantissa, 3))).collect();
        let mut worse = given.clone();
        let place = at.index(worse.len());
        let (item, value) = worse[place];
        let step = Decimal::new(worsening, 3);
        worse[place].1 = if item.code == "DO" { (value - step).max(Decimal::ZERO) } else { value + step };
        let (before, after) = (judge_section(today(), body, &given), judge_section(today(), body, &worse));
        prop_assert!(after.class >= before.class, "{:?} {:?}", before.class, after.class);
    }

    #[test]
    fn more_items_never_make_a_section_cleaner(
        values in prop::collection::vec((prop::sample::select(water_items()), 0_i64..60_000), 2..8),
    ) {
        let given: Vec<_> = values.iter().map(|(item, mantissa)| (*item, Decimal::new(*mantissa, 3))).collect();
        let all = judge_section(today(), WaterBody::River, &given).class;
        let fewer = judge_section(today(), WaterBody::River, &given[1..]).class;
        prop_assert!(all >= fewer);
    }

    #[test]
    fn judging_stops_at_no_value(value in any_decimal(), (item, averaging) in any_scale(), edition in any_edition()) {
        iaqi(edition, item, averaging, value);
        for item in ITEMS {
            judge_section(today(), WaterBody::River, &[(item, value)]);
        }
        for extreme in [Decimal::MAX, Decimal::MIN, Decimal::new(1, 28)] {
            iaqi(edition, item, averaging, extreme);
            judge_section(today(), WaterBody::Lake, &[(item, extreme)]);
        }
    }

    #[test]
    fn converting_there_and_back_changes_nothing(mantissa in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..6) {
        let value = Decimal::new(mantissa, scale);
        for (from, to) in [
            (Unit::MilligramPerLitre, Unit::MicrogramPerLitre),
            (Unit::MilligramPerCubicMetre, Unit::MicrogramPerCubicMetre),
            (Unit::NanogramPerCubicMetre, Unit::MicrogramPerCubicMetre),
            (Unit::MillisiemensPerMetre, Unit::MicrosiemensPerCentimetre),
            (Unit::Hectopascal, Unit::Kilopascal),
        ] {
            let there = Unit::convert(value, from, to).unwrap();
            prop_assert_eq!(Unit::convert(there, to, from), Some(value));
        }
    }

    #[test]
    fn a_trend_read_backwards_is_the_opposite_trend(values in prop::collection::vec(-20_i64..20, 5..40)) {
        let forwards: Vec<Decimal> = values.iter().map(|value| Decimal::from(*value)).collect();
        let mut backwards = forwards.clone();
        backwards.reverse();
        let (there, back) = (spearman(&forwards, Significance::FivePercent), spearman(&backwards, Significance::FivePercent));
        prop_assert_eq!(there.coefficient.map(|coefficient| -coefficient), back.coefficient);
        prop_assert!(there.coefficient.unwrap().abs() <= Decimal::ONE);
        prop_assert_eq!(there.significant, back.significant);
    }

    /// The definition, by counting: the share of values at or below grows to `p`.
    #[test]
    fn a_percentile_lies_between_its_neighbours(values in prop::collection::vec(-1000_i64..1000, 1..60), p in 0_u32..=100) {
        let given: Vec<Decimal> = values.iter().map(|value| Decimal::from(*value)).collect();
        let found = percentile(&given, Decimal::from(p)).unwrap();
        let below = given.iter().filter(|value| **value < found).count();
        let up_to = given.iter().filter(|value| **value <= found).count();
        let position = (given.len() - 1) as u64 * u64::from(p);
        prop_assert!((below as u64) * 100 < position + 100);
        prop_assert!(up_to as u64 * 100 > position.saturating_sub(99));
    }

    /// Both languages are complete at every step, and the English is English.
    #[test]
    fn every_step_speaks_both_languages(
        lake in any::<bool>(),
        waters in prop::collection::vec((prop::sample::select(ITEMS.iter().collect::<Vec<_>>()), any_decimal()), 0..8),
        airs in prop::collection::vec(prop::option::of(any_decimal()), 24),
        edition in any_edition(),
        moving in any::<bool>(),
    ) {
        let body = if lake { WaterBody::Lake } else { WaterBody::River };
        let at = |place: usize| airs[place];
        let day = DayConcentrations { so2: at(0), no2: at(1), co: at(2), o3_1h: at(3), o3_8h: at(4), pm10: at(5), pm25: at(6) };
        let hour = HourConcentrations { so2: at(0), no2: at(1), co: at(2), o3_1h: at(3), o3_8h: at(4), pm10: at(5), pm25: at(6) };
        let particles = if moving { HourlyParticles::MovingMean24h } else { HourlyParticles::OneHour };
        let item = waters.first().map_or(&ITEMS[0], |(item, _)| item);
        let days: Vec<_> = (0..9).map(|offset| (today() + chrono::Days::new(offset), Some(60 * offset as u32))).collect();
        let reasons = [
            judge_section(today(), body, &waters).reason,
            judge_automatic_station(today(), body, &waters).reason,
            aqi_daily(edition, &day).reason,
            aqi_hourly(edition, &hour, particles).reason,
            day_mean(today(), item, &airs).reason,
            city_mean(today(), item, &airs[..4]).reason,
            o3_8h_max(today(), &airs).reason,
            judge_year(2024, &days).reason,
            mean(Period::Year, item, &airs.iter().flatten().copied().collect::<Vec<_>>()).reason,
        ];
        for reason in &reasons {
            spoken(reason)?;
        }
    }
}

fn spoken(reason: &Reason) -> Result<(), TestCaseError> {
    prop_assert!(
        !reason.says.zh.is_empty() && !reason.says.en.is_empty(),
        "{:?}",
        reason.says
    );
    let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    prop_assert!(
        !reason.says.en.replace("个/L", "").chars().any(chinese),
        "{}",
        reason.says.en
    );
    reason.because.iter().try_for_each(spoken)
}
