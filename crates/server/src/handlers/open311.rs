//! Open311 GeoReport v2: other programs report something and follow it. Answers are JSON; XML is refused with a sentence.
//!
//! `service_request_id` is the tracking number: whoever has it is taken for the reporter. Nothing is listed of which no number was given.

use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use office::complaints::TrackingNumber;
use office::matters::{COMPLAINT, Complaint, MatterError};
use office::views::{ComplaintView, NoteView};
use serde_json::{Value, json};
use standards::Text;

use super::complaints::{not_found, retry, takes};
use super::matters::{status, try_to};
use crate::app::App;
use crate::public_desk::Caller;
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::wording::Wording;

/// Most requests of one question.
const REQUESTS_MAX: usize = 50;

/// What is offered here and where.
pub async fn discovery(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Response {
    if let Err(refused) = takes(&app).await {
        return fault(visit.wording, refused.status, &refused.says);
    }
    let host = headers
        .get("host")
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let scheme = if app.sign_ins.came_by_https(&headers) {
        "https"
    } else {
        "http"
    };
    let city = &app.office.city().name;
    let description = json!({
        "changeset": env!("CARGO_PKG_VERSION"),
        "contact": visit.wording.text(city),
        "key_service": "",
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": format!("{scheme}://{host}/open311/v2"),
            "changeset": env!("CARGO_PKG_VERSION"),
            "type": "production",
            "formats": ["application/json"],
        }],
    });
    answer(StatusCode::OK, &description)
}

/// The kinds of things that may be reported: one.
pub async fn services(State(app): State<App>, visit: Visit) -> Response {
    if let Err(refused) = takes(&app).await {
        return fault(visit.wording, refused.status, &refused.says);
    }
    answer(
        StatusCode::OK,
        &json!([{
            "service_code": COMPLAINT,
            "service_name": visit.wording.text(&service_name(&app)),
            "description": visit.wording.say("反映水、空气、土壤、垃圾等环境问题", "Report a problem of water, air, soil, waste or the like"),
            "metadata": true,
            "type": "realtime",
            "keywords": visit.wording.say("环境,水,空气,土壤", "environment,water,air,soil"),
            "group": visit.wording.say("环境", "environment"),
        }]),
    )
}

/// What a report of one kind may say besides.
pub async fn service(State(app): State<App>, Path(code): Path<String>, visit: Visit) -> Response {
    let l = visit.wording;
    if let Err(refused) = takes(&app).await {
        return fault(l, refused.status, &refused.says);
    }
    match code.strip_suffix(".json") {
        Some(COMPLAINT) => {}
        Some(other) => return fault(l, StatusCode::NOT_FOUND, &no_service(other)),
        None => return fault(l, StatusCode::NOT_ACCEPTABLE, &json_only()),
    }
    answer(
        StatusCode::OK,
        &json!({
            "service_code": COMPLAINT,
            "attributes": [{
                "variable": true,
                "code": "urgent",
                "datatype": "singlevaluelist",
                "required": false,
                "datatype_description": "",
                "order": 1,
                "description": l.say("是突发污染，或影响饮用水", "It is sudden, or it concerns drinking water"),
                "values": [{ "key": "true", "name": l.say("是", "yes") }, { "key": "false", "name": l.say("否", "no") }],
            }],
        }),
    )
}

/// Takes a report in.
pub async fn file(
    State(app): State<App>,
    Caller(from): Caller,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let l = visit.wording;
    if let Err(refused) = takes(&app).await {
        return fault(l, refused.status, &refused.says);
    }
    let complaint = match form(&headers, &body).and_then(|pairs| complaint(&app, &pairs)) {
        Ok(complaint) => complaint,
        Err((status, says)) => return fault(l, status, &says),
    };
    if let Err(busy) = app.public_desk.filed.take(from, Instant::now()) {
        return retry(fault(l, StatusCode::TOO_MANY_REQUESTS, &busy.says()), &busy);
    }
    let Ok(number) = app.public_desk.numbers.fresh() else {
        return fault(l, StatusCode::INTERNAL_SERVER_ERROR, &later());
    };
    let given = number.clone();
    match try_to(&app, move |matters, at| {
        matters.complain(&given, &complaint, at, Utc::now())
    })
    .await
    {
        Ok(Ok(_)) => answer(
            StatusCode::CREATED,
            &json!([{
                "service_request_id": number.grouped(),
                "service_notice": l.say("请记下 service_request_id：它就是查询号，我们不保存，丢失无法找回。", "Keep the service_request_id: it is the tracking number, we do not keep it, and it cannot be found again."),
                "account_id": null,
            }]),
        ),
        Ok(Err(error)) => {
            app.public_desk.filed.give_back(from);
            fault(l, status(&error), &error.text())
        }
        Err(refused) => fault(l, refused.status, &refused.says),
    }
}

/// One report.
pub async fn request(State(app): State<App>, Caller(from): Caller, Path(id): Path<String>, visit: Visit) -> Response {
    match id.strip_suffix(".json") {
        Some(number) => found(&app, from, &visit, &[number]).await,
        None => fault(visit.wording, StatusCode::NOT_ACCEPTABLE, &json_only()),
    }
}

/// The reports whose numbers are given; no others are listed.
pub async fn list(State(app): State<App>, Caller(from): Caller, visit: Visit) -> Response {
    let numbers: Vec<&str> = visit
        .parameter("service_request_id")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .collect();
    if numbers.is_empty() || numbers.len() > REQUESTS_MAX {
        let says = Text::new(
            format!(
                "请用 service_request_id 给出 1 到 {REQUESTS_MAX} 个号，用逗号分开；别人的反映不公开，不能按时间或类别列出"
            ),
            format!(
                "give 1 to {REQUESTS_MAX} numbers as service_request_id, with commas; what others reported is not public and cannot be listed by time or kind"
            ),
        );
        return fault(visit.wording, StatusCode::BAD_REQUEST, &says);
    }
    found(&app, from, &visit, &numbers).await
}

/// Any other address or form: what there is.
pub async fn elsewhere(visit: Visit) -> Response {
    fault(
        visit.wording,
        StatusCode::NOT_FOUND,
        &Text::new(
            "没有这个地址；有 discovery.json、services.json、services/complaint.json、requests.json、requests/{号}.json，只用 JSON，不用 XML",
            "there is no such address; there are discovery.json, services.json, services/complaint.json, requests.json and requests/{number}.json, in JSON and not in XML",
        ),
    )
}

async fn found(app: &App, from: std::net::IpAddr, visit: &Visit, numbers: &[&str]) -> Response {
    let l = visit.wording;
    if let Err(refused) = takes(app).await {
        return fault(l, refused.status, &refused.says);
    }
    let mut reports = Vec::new();
    for text in numbers {
        if let Err(busy) = app.public_desk.asked.take(from, Instant::now()) {
            return retry(fault(l, StatusCode::TOO_MANY_REQUESTS, &busy.says()), &busy);
        }
        let Some(number) = TrackingNumber::parse(text) else {
            return fault(l, StatusCode::NOT_FOUND, &not_found());
        };
        let asked = number.clone();
        match try_to(app, move |matters, at| matters.complaint(&asked, at)).await {
            Ok(Ok(view)) => reports.push(report(app, l, &number, &view)),
            Ok(Err(MatterError::NoMatter(_))) => return fault(l, StatusCode::NOT_FOUND, &not_found()),
            Ok(Err(error)) => {
                let refused = Refusal::from(error);
                return fault(l, refused.status, &refused.says);
            }
            Err(refused) => return fault(l, refused.status, &refused.says),
        }
    }
    answer(StatusCode::OK, &Value::Array(reports))
}

/// A report in the words of the standard; what it has no words for stands under `extended_attributes`.
fn report(app: &App, l: Wording, number: &TrackingNumber, view: &ComplaintView) -> Value {
    let own = |english: &str| {
        let note = view.own.iter().find(|(name, _)| name.en == english);
        note.and_then(|(_, note)| match note {
            NoteView::Text(text) => Some(text.clone()),
            NoteView::Erased | NoteView::Withheld => None,
        })
    };
    let position = own("latitude and longitude");
    let position = position.as_deref().and_then(|text| text.split_once(", "));
    let degrees = |text: &str| text.parse::<f64>().ok();
    let time = |at: NaiveDateTime| moment(app, at);
    let answers = view
        .told
        .iter()
        .map(|told| json!({ "at": time(told.at), "action": l.text(&told.action), "text": l.text(&told.text) }));
    let clocks = view.clocks.iter().map(|clock| {
        json!({ "name": l.text(&clock.name), "due": l.text(&clock.due), "overdue": clock.over, "paused": clock.paused })
    });
    let last = view.told.last().map_or(&view.says, |told| &told.text);
    json!({
        "service_request_id": number.grouped(),
        "status": if view.ended { "closed" } else { "open" },
        "status_notes": format!("{}: {}", l.text(&view.state_name), l.text(last)),
        "service_name": l.text(&service_name(app)),
        "service_code": COMPLAINT,
        "description": own("what was reported"),
        "agency_responsible": null,
        "service_notice": null,
        "requested_datetime": time(view.opened),
        "updated_datetime": time(view.states.last().map_or(view.opened, |(at, _)| *at)),
        "expected_datetime": view.due.map(time),
        "address": own("where it is"),
        "address_id": null,
        "zipcode": null,
        "lat": position.and_then(|(north, _)| degrees(north)),
        "long": position.and_then(|(_, east)| degrees(east)),
        "media_url": null,
        "extended_attributes": {
            "title": view.title,
            "place": view.place.as_ref().map(|place| l.text(place)),
            "state": view.state,
            "state_name": l.text(&view.state_name),
            "clocks": clocks.collect::<Vec<_>>(),
            "answers": answers.collect::<Vec<_>>(),
        },
    })
}

/// The pairs of a form.
fn form(headers: &HeaderMap, body: &[u8]) -> Result<Vec<(String, String)>, (StatusCode, Text)> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        let says = Text::new(
            "请按 application/x-www-form-urlencoded 发送，编码 UTF-8",
            "send it as application/x-www-form-urlencoded, in UTF-8",
        );
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, says));
    }
    let form = axum::http::Uri::builder()
        .path_and_query([b"/?".as_slice(), body].concat())
        .build();
    let pairs = form.ok().and_then(|uri| axum::extract::Query::try_from_uri(&uri).ok());
    pairs.map(|axum::extract::Query(pairs)| pairs).ok_or_else(|| {
        let says = Text::new("表单读不出来，没有收下", "the form cannot be read; nothing was taken");
        (StatusCode::BAD_REQUEST, says)
    })
}

fn complaint(app: &App, pairs: &[(String, String)]) -> Result<Complaint, (StatusCode, Text)> {
    let said = |name: &str| {
        let found = pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
    };
    match said("service_code").as_str() {
        COMPLAINT => {}
        "" => {
            return Err((
                StatusCode::BAD_REQUEST,
                Text::new("请给出 service_code", "give a service_code"),
            ));
        }
        other => return Err((StatusCode::NOT_FOUND, no_service(other))),
    }
    let joined = |names: [&str; 2], between: &str| {
        let parts: Vec<String> = names
            .iter()
            .map(|name| said(name))
            .filter(|text| !text.is_empty())
            .collect();
        parts.join(between)
    };
    // The title is kept for good and the description is not: without a title of its own a report is called by its kind.
    let title = match said("title") {
        title if title.is_empty() => format!("{}（Open311）", service_name(app).zh),
        title => title,
    };
    Ok(Complaint {
        title,
        description: said("description"),
        place: said("address_id"),
        location: said("address_string"),
        latitude: said("lat"),
        longitude: said("long"),
        seen: None,
        urgent: said("attribute[urgent]") == "true",
        name: joined(["first_name", "last_name"], " "),
        contact: joined(["phone", "email"], "; "),
        program: "Open311".to_owned(),
    })
}

fn service_name(app: &App) -> Text {
    let procedure = app.office.city().procedure(COMPLAINT);
    procedure.map_or_else(|| Text::same(COMPLAINT), |machine| machine.name.clone())
}

/// A moment of the city with its distance from UTC.
fn moment(app: &App, at: NaiveDateTime) -> String {
    let zone = FixedOffset::east_opt(app.office.city().utc_offset_minutes.saturating_mul(60));
    let zoned: Option<DateTime<FixedOffset>> = zone.and_then(|zone| at.and_local_timezone(zone).single());
    zoned.map_or_else(|| at.format("%Y-%m-%dT%H:%M:%S").to_string(), |at| at.to_rfc3339())
}

fn no_service(code: &str) -> Text {
    Text::new(
        format!("没有服务“{code}”；有 {COMPLAINT}"),
        format!("there is no service `{code}`; there is {COMPLAINT}"),
    )
}

fn json_only() -> Text {
    Text::new(
        "只提供 JSON：地址以 .json 结尾",
        "there is JSON only: the address ends in .json",
    )
}

fn later() -> Text {
    Text::new(
        "暂时办不了，请稍后重试",
        "this is not possible right now; try again later",
    )
}

fn fault(l: Wording, status: StatusCode, says: &Text) -> Response {
    answer(
        status,
        &json!([{ "code": status.as_u16(), "description": l.text(says) }]),
    )
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-store, private")),
    ];
    (status, headers, body.to_string()).into_response()
}
