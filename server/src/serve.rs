//! Listening to browsers: with TLS, or without where only this machine or a proxy comes.

use std::{
    future::{Ready, ready},
    io,
    net::SocketAddr,
    time::Duration,
};

use axum::{Router, extract::connect_info::IntoMakeServiceWithConnectInfo};
use axum_server::{
    Handle, Server,
    accept::Accept,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

/// How long the head of a request may take, and a connection be idle before the next one.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// How long a handshake of TLS may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// How many times as long as a live link a connection may take for what is written to it. A network
/// that is away for a moment also takes nothing, and what TCP makes good by itself nobody notices.
const STUCK: u32 = 3;

/// All routes, and where each request comes from.
pub(crate) type Routes = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Serves until `handle` says otherwise. Whoever takes nothing of what is written to them for
/// [`STUCK`] times `write_within` loses their connection.
///
/// # Errors
/// [`io::Error`] when the listener is of no use.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    routes: Routes,
    handle: Handle<SocketAddr>,
    write_within: Duration,
) -> io::Result<()> {
    let stuck = write_within.saturating_mul(STUCK);
    let server = axum_server::from_tcp(listener.into_std()?)?
        .acceptor(Sockets { stuck })
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

/// What is set on each connection before anything is said over it.
#[derive(Clone, Copy, Debug)]
struct Sockets {
    stuck: Duration,
}

impl<S> Accept<TcpStream, S> for Sockets {
    type Stream = TcpStream;
    type Service = S;
    type Future = Ready<io::Result<(TcpStream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Nagle's algorithm would hold the second of two messages back for 40 ms.
        let set = stream
            .set_nodelay(true)
            .and_then(|()| bound(&stream, self.stuck));
        ready(set.map(|()| (stream, service)))
    }
}

/// Has the system give a connection up whose other side takes nothing for so long. An answer
/// that nobody reads would otherwise stay for as long as there is somebody not to read it: HTTP
/// waits for its reader without end.
#[cfg(target_os = "linux")]
fn bound(stream: &TcpStream, stuck: Duration) -> io::Result<()> {
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(stuck))
}

/// Only Linux can.
#[cfg(not(target_os = "linux"))]
fn bound(_: &TcpStream, _: Duration) -> io::Result<()> {
    Ok(())
}
