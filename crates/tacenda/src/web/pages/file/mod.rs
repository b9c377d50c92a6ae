//! `/c/{id}` and its pages: a client's file.

mod attachments;
mod card;
mod glass;
mod holdings;
mod limits;
mod notes;
mod people;
mod portal;
mod private;
mod reach;
mod releases;
mod seen;
mod shared;
mod stale;
mod team;
mod times;
mod wait;
pub(crate) mod why;
mod write;

pub(crate) use reach::{Contact, ROWS as REACH_ROWS};
pub(in crate::web) use releases::Paper;

use tacenda_desk::access::Right;

use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/c/{id}", Door::In, card::show),
    Route::post("/c/{id}/why", Door::In, why::given),
    Route::post("/c/{id}/leave", Door::In, why::leave),
    Route::get("/c/{id}/glass", Door::In, glass::show),
    Route::post("/c/{id}/glass", Door::In, glass::break_it),
    Route::get("/c/{id}/glass/{grant}", Door::In, glass::reviewing),
    Route::post("/c/{id}/glass/{grant}", Door::In, glass::review),
    Route::get("/c/{id}/edit", Door::In, card::edit),
    Route::post("/c/{id}/edit", Door::In, card::save),
    Route::post("/c/{id}/close", Door::In, card::close),
    Route::get("/c/{id}/notes", Door::In, notes::list),
    Route::get("/c/{id}/notes/new", Door::In, write::blank),
    Route::post("/c/{id}/notes/new", Door::In, write::save),
    Route::get("/c/{id}/notes/{note}", Door::In, notes::read),
    Route::post("/c/{id}/notes/{note}", Door::In, write::add),
    Route::get("/c/{id}/private", Door::In, private::list),
    Route::post("/c/{id}/private", Door::In, private::share),
    Route::post("/c/{id}/private/end", Door::In, private::end),
    Route::get("/c/{id}/files", Door::In, attachments::list),
    Route::post("/c/{id}/files", Door::In, attachments::put),
    Route::get("/c/{id}/files/{note}/{file}", Door::In, attachments::get),
    Route::get("/c/{id}/times", Door::In, times::show),
    Route::post("/c/{id}/times", Door::In, times::make),
    Route::post("/c/{id}/times/{time}", Door::In, times::change),
    Route::post("/c/{id}/times/{time}/codes", Door::Right(Right::CodeVisit), times::code),
    Route::get("/c/{id}/reach", Door::In, reach::show),
    Route::get("/c/{id}/reach/edit", Door::In, reach::edit),
    Route::post("/c/{id}/reach/edit", Door::In, reach::save),
    Route::get("/c/{id}/portal", Door::In, portal::show),
    Route::post("/c/{id}/portal", Door::In, portal::save),
    Route::get("/c/{id}/people", Door::In, people::show),
    Route::post("/c/{id}/people", Door::In, people::add),
    Route::post("/c/{id}/people/end", Door::In, people::end),
    Route::get("/c/{id}/shared", Door::In, shared::show),
    Route::get("/c/{id}/shared/paper", Door::In, shared::paper),
    Route::get("/c/{id}/shared/proof", Door::In, shared::proof),
    Route::get("/verifier", Door::In, shared::verifier),
    Route::get("/c/{id}/shared/wait", Door::Right(Right::DecideMatter), wait::show),
    Route::post("/c/{id}/shared/wait", Door::Right(Right::DecideMatter), wait::save),
    Route::get("/c/{id}/limits", Door::In, limits::show),
    Route::post("/c/{id}/limits", Door::In, limits::add),
    Route::post("/c/{id}/limits/end", Door::In, limits::end),
    Route::get("/c/{id}/releases", Door::In, releases::list),
    Route::get("/c/{id}/releases/new", Door::In, releases::blank),
    Route::post("/c/{id}/releases/new", Door::In, releases::draw),
    Route::get("/c/{id}/releases/{consent}", Door::In, releases::one),
    Route::post("/c/{id}/releases/{consent}", Door::In, releases::save),
    Route::get("/c/{id}/releases/{consent}/paper", Door::In, releases::printed),
    Route::post("/c/{id}/releases/{consent}/signed", Door::In, releases::put_signed),
    Route::get("/c/{id}/releases/{consent}/signed/{file}", Door::In, releases::signed_page),
    Route::get("/c/{id}/releases/{consent}/ended", Door::In, releases::ended),
    Route::get("/c/{id}/team", Door::In, team::show),
    Route::post("/c/{id}/team", Door::In, team::put),
    Route::post("/c/{id}/team/off", Door::In, team::off),
    Route::post("/c/{id}/team/wall", Door::In, team::wall),
    Route::post("/c/{id}/team/wall/down", Door::In, team::down),
    Route::get("/c/{id}/seen", Door::In, seen::show),
    Route::get("/c/{id}/holdings", Door::In, holdings::show),
    Route::post("/c/{id}/holdings", Door::In, holdings::hold),
    Route::post("/c/{id}/holdings/release", Door::In, holdings::release),
];
