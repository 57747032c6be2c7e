//! Listening to browsers: with TLS, or without where only this machine or a proxy comes.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, extract::connect_info::IntoMakeServiceWithConnectInfo};
use axum_server::{
    Handle, Server,
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::net::TcpListener;

/// How long the head of a request may take, and a connection be idle before the next one.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// How long a handshake of TLS may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// All routes, and where each request comes from.
pub(crate) type Routes = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Serves until `handle` says otherwise.
///
/// # Errors
/// [`io::Error`] when the listener is of no use.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    routes: Routes,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    // Nagle's algorithm would hold the second of two messages back for 40 ms.
    let server = axum_server::from_tcp(listener.into_std()?)?
        .acceptor(NoDelayAcceptor::new())
        .handle(handle);
    match tls {
        None => patient(server).serve(routes).await,
        Some(config) => {
            let tls = RustlsAcceptor::new(config).handshake_timeout(HANDSHAKE_WITHIN);
            let server = server.map(|inner| tls.acceptor(inner));
            patient(server).serve(routes).await
        }
    }
}

/// Patient, but not for ever.
fn patient<A>(mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    let builder: &mut hyper_util::server::conn::auto::Builder<TokioExecutor> =
        server.http_builder();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD_WITHIN);
    server
}
