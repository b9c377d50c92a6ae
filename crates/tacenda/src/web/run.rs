//! Serving: the listener, TLS, the loopback page for machines, the watch over the seal, and an orderly end.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;

use super::serve::router;
use super::site::Site;

/// Where the pages are served.
#[derive(Debug, Clone)]
pub struct Listen {
    /// For people.
    pub address: SocketAddr,
    /// Certificate chain and key in PEM, for TLS in this process; without them a proxy speaks TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// For machines, on loopback: `/healthz`, `/readyz`, `/metrics`.
    pub ops: Option<SocketAddr>,
}

/// How long what is under way may take once the end has come.
const LAST: Duration = Duration::from_secs(5);
/// How often somebody looks whether the keys were sealed elsewhere.
const LOOK: Duration = Duration::from_millis(300);
/// How often keys of people whose sessions are over are let go of.
const SWEEP: Duration = Duration::from_secs(4);

/// How often the outbox is looked into.
const POST: Duration = Duration::from_secs(15);

/// Serves the site until it is told to stop; what is under way is finished.
///
/// # Errors
/// Where it cannot listen, or the certificate cannot be read.
pub fn serve(site: Site, listen: &Listen, ready: impl FnOnce() -> Result<()>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(24).enable_all().build()?;
    runtime.block_on(async {
        let site = Arc::new(site);
        let handle = Handle::new();
        let listener = open(listen.address)?;
        if let Some(address) = listen.ops {
            let ops = axum_server::from_tcp(open(address)?)?.handle(handle.clone());
            tokio::spawn(ops.serve(machines(Arc::clone(&site)).into_make_service()));
        }
        tokio::spawn(watch(Arc::clone(&site)));
        tokio::spawn(sweep(Arc::clone(&site)));
        tokio::spawn(post(Arc::clone(&site)));
        tokio::spawn(stop(handle.clone()));
        let cases = Arc::clone(&site);
        tokio::task::spawn_blocking(move || cases.cases().len()); // before somebody waits for them
        let pages = router(site).into_make_service_with_connect_info::<SocketAddr>();
        match &listen.tls {
            None => {
                ready()?;
                let mut server = axum_server::from_tcp(listener)?.handle(handle);
                guard(server.http_builder());
                server.serve(pages).await?;
            }
            Some((chain, key)) => {
                let _ = rustls::crypto::aws_lc_rs::default_provider().install_default(); // the first one stays
                let config = RustlsConfig::from_pem_file(chain, key).await.context("the certificate cannot be used")?;
                ready()?;
                let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
                guard(server.http_builder());
                server.serve(pages).await?;
            }
        }
        Ok(())
    })
}

fn open(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Whoever sends slowly, or heads without end, is let go.
fn guard(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10)).max_buf_size(64 * 1024);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(64).max_header_list_size(32 * 1024);
}

/// What machines may know: whether it runs, whether it can work, and counts.
fn machines(site: Arc<Site>) -> Router {
    let (ready, counts) = (Arc::clone(&site), site);
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(move || async move { is_ready(ready).await }))
        .route("/metrics", get(move || async move { counts.metrics() }))
}

async fn is_ready(site: Arc<Site>) -> (StatusCode, &'static str) {
    let asked = tokio::task::spawn_blocking(move || (site.agency.ring().is_sealed(), site.agency.end().is_ok())).await;
    match asked {
        Ok((false, true)) => (StatusCode::OK, "ready\n"),
        Ok((true, _)) => (StatusCode::SERVICE_UNAVAILABLE, "sealed\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Another process may have sealed the agency: then this one wipes its keys too, within a second.
async fn watch(site: Arc<Site>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let site = Arc::clone(&site);
        // While the database does not answer, nobody can read either.
        let _ = tokio::task::spawn_blocking(move || site.agency.notice_seal()).await;
    }
}

/// Keys of people whose sessions are over leave the memory, though nobody asks.
async fn sweep(site: Arc<Site>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        let site = Arc::clone(&site);
        let _ = tokio::task::spawn_blocking(move || site.sweep()).await; // what panicked is tried again
    }
}

/// Mails whose time has come go, one after another, apart from the pages.
async fn post(site: Arc<Site>) {
    loop {
        tokio::time::sleep(POST).await;
        let site = Arc::clone(&site);
        // What cannot go now waits in the database: while that does not answer, or the keys are sealed, nothing is lost.
        let _ = tokio::task::spawn_blocking(move || site.post()).await;
    }
}

/// SIGTERM or Ctrl-C: no new connections, and some seconds for what is under way.
async fn stop(handle: Handle<SocketAddr>) {
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let terminated = async {
        match term.as_mut() {
            Some(term) => term.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
    handle.graceful_shutdown(Some(LAST));
}
