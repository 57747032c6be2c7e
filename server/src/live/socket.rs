//! A WebSocket as a road.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

use axum::{extract::Request, response::Response};
use hyper::upgrade::OnUpgrade;
use shared::{frame::CloseReason, limits};
use tokio::time::timeout;

use super::{
    format::Format,
    handshake::Refusal,
    road::{End, Heard, Road},
    ws::{accept::accept, line::Loaded, reader::Message, stream::Stream},
};
use crate::{
    hub::{Direct, Outbox},
    wire,
};

/// How long a peer may take to answer a close, so that it gets to read the reason.
const CLOSING: Duration = Duration::from_secs(2);

/// The first bytes of messages about the connection.
const CLOSE: u8 = 0x88;
const PONG: u8 = 0x8A;

/// A WebSocket.
pub(super) struct Socket {
    stream: Stream,
}

/// A request that becomes a WebSocket once it is answered.
pub(super) struct Upgrade {
    becoming: OnUpgrade,
    format: Format,
    limit: usize,
}

impl Upgrade {
    /// Takes from a request, whose handshake is good, what it becomes; and its answer.
    ///
    /// # Errors
    /// [`Refusal::NotAnUpgrade`] where the connection does not allow it.
    pub fn of(request: &mut Request) -> Result<(Self, Response), Refusal> {
        let becoming = request.extensions_mut().remove::<OnUpgrade>();
        let becoming = becoming.ok_or(Refusal::NotAnUpgrade)?;
        let format = Format::asked_for(request.headers());
        let answer = accept(request.headers(), format.map(Format::subprotocol));
        let upgrade = Self {
            becoming,
            format: format.unwrap_or(Format::Bincode),
            limit: limits::FRAME_BYTES,
        };
        Ok((upgrade, answer))
    }

    /// The WebSocket, when the answer was sent; `None` where that failed.
    pub async fn socket(self) -> Option<Socket> {
        let upgraded = self.becoming.await.ok()?;
        let stream = Stream::new(upgraded, self.format, self.limit);
        Some(Socket { stream })
    }

    /// Takes longer messages.
    #[cfg(feature = "conformance")]
    pub fn up_to(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

impl Road for Socket {
    async fn hear(&mut self) -> Result<Heard, End> {
        let format = self.stream.line().format();
        Ok(match self.next().await? {
            Message::Binary(bytes) => Heard::Frame(format.read_binary(&bytes)),
            Message::Text(text) => Heard::Frame(format.read_text(&text)),
            Message::Ping(_) | Message::Pong | Message::Close(_) => Heard::Breath,
        })
    }

    async fn drain(&mut self, outbox: &Outbox, within: Duration) -> Result<(), End> {
        loop {
            if let Loaded::Nothing(close) = self.stream.line().load(outbox) {
                return close.map_or(Ok(()), |reason| Err(End::Close(reason)));
            }
            self.flush(within).await?;
        }
    }

    fn direct(&self) -> Option<Arc<dyn Direct>> {
        let line: Arc<dyn Direct> = self.stream.line().clone();
        self.stream.line().is_direct().then_some(line)
    }

    async fn end(&mut self, reason: CloseReason) {
        let payload = [&reason.code().to_be_bytes()[..], reason.text().as_bytes()].concat();
        let line = self.stream.line();
        line.say(wire::message(CLOSE, &payload), true);
        // A peer that does not answer has had its chance.
        let _ = timeout(CLOSING, self.goodbye()).await;
    }
}

impl Socket {
    /// The next message, whatever is in it; an error when there will be no more. Cancelling it
    /// loses nothing.
    pub(super) async fn next(&mut self) -> Result<Message, End> {
        let message = poll_fn(|cx| self.stream.poll_next(cx)).await?;
        match &message {
            Message::Ping(payload) => {
                let pong = wire::message(PONG, payload);
                self.stream.line().say(pong, false);
                if let Poll::Ready(done) = self.begin_to_flush().await {
                    done?;
                }
            }
            Message::Close(payload) => {
                let answer = wire::message(CLOSE, payload);
                self.stream.line().say(answer, true);
                // A peer that does not take it has gone.
                let _ = self.flush(CLOSING).await;
                return Err(End::Gone);
            }
            Message::Text(_) | Message::Binary(_) | Message::Pong => {}
        }
        Ok(message)
    }

    /// Sends one message as it is.
    ///
    /// # Errors
    /// [`End::Gone`] when there is nobody to send to.
    #[cfg(feature = "conformance")]
    pub(super) async fn say(&mut self, message: bytes::Bytes) -> Result<(), End> {
        self.stream.line().say(message, false);
        poll_fn(|cx| self.stream.poll_flush(cx))
            .await
            .map_err(|_| End::Gone)
    }

    /// Writes what can be written at once; the rest goes before whatever is read next.
    async fn begin_to_flush(&mut self) -> Poll<Result<(), End>> {
        poll_fn(|cx| Poll::Ready(self.stream.poll_flush(cx)))
            .await
            .map_err(|_| End::Gone)
    }

    /// Writes all there is. Most of the time the system takes it at once, and no clock is asked.
    async fn flush(&mut self, within: Duration) -> Result<(), End> {
        if let Poll::Ready(done) = self.begin_to_flush().await {
            return done;
        }
        let rest = poll_fn(|cx| self.stream.poll_flush(cx));
        // What it takes to wait, whoever need not would keep for ever.
        match Box::pin(timeout(within, rest)).await {
            Ok(done) => done.map_err(|_| End::Gone),
            Err(_) => Err(End::Close(CloseReason::SlowReader)),
        }
    }

    /// Ready when the peer has heard the close, or has gone.
    async fn goodbye(&mut self) {
        if poll_fn(|cx| self.stream.poll_flush(cx)).await.is_err() {
            return;
        }
        if self.stream.is_broken() {
            // What it answers cannot be understood, only that it ends.
            let _ = poll_fn(|cx| self.stream.poll_shutdown(cx)).await;
            return poll_fn(|cx| self.stream.poll_end(cx)).await;
        }
        loop {
            match poll_fn(|cx| self.stream.poll_next(cx)).await {
                Ok(Message::Close(_)) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::{body::Body, http};
    use hyper::{body::Incoming, service::service_fn};
    use hyper_util::{
        rt::{TokioExecutor, TokioIo},
        server::conn::auto::Builder,
    };
    use tokio::{
        io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufStream},
        net::{TcpListener, TcpStream},
        sync::mpsc,
    };

    use super::*;

    const HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: upgrade\r\n\
        Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /// Whether others may write to a WebSocket over what `lay` makes of a TCP connection.
    async fn is_direct<I>(lay: impl FnOnce(TcpStream) -> I) -> bool
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut peer = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        peer.write_all(HEAD).await.unwrap();
        let io = TokioIo::new(lay(listener.accept().await.unwrap().0));
        let (tell, mut told) = mpsc::channel(1);
        let service = service_fn(move |request: http::Request<Incoming>| {
            let (upgrade, answer) = Upgrade::of(&mut request.map(Body::new)).unwrap();
            let tell = tell.clone();
            tokio::spawn(async move {
                let socket = upgrade.socket().await.unwrap();
                tell.send(socket.direct().is_some()).await.unwrap();
            });
            async { Ok::<_, Infallible>(answer) }
        });
        let builder = Builder::new(TokioExecutor::new());
        let served = builder.serve_connection_with_upgrades(io, service);
        let (_, is_direct) = tokio::join!(served, told.recv());
        is_direct.unwrap()
    }

    /// The HTTP server gives the connection back only as what it was given.
    #[tokio::test]
    async fn couriers_write_to_tcp_and_to_nothing_that_lies_over_it() {
        assert!(is_direct(|stream| stream).await);
        assert!(!is_direct(BufStream::new).await);
    }
}
