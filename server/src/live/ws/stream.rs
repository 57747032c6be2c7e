//! What carries a WebSocket's bytes: the TCP connection itself, or whatever lies over it.

use std::{
    cell::RefCell,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use hyper::upgrade::Upgraded;
use hyper_util::{rt::TokioIo, server::conn::auto::upgrade};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpStream, tcp::OwnedReadHalf},
};

use super::{
    line::Line,
    reader::{Message, Reader},
};
use crate::live::{format::Format, road::End};

/// Bytes read at a time, into a buffer that the connections of a thread share.
const READ: usize = 16 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; READ]);
}

/// Bytes both ways.
trait Carrier: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Carrier for T {}

/// Where bytes come from, and where they go to that have no way of their own.
enum Way {
    Tcp(OwnedReadHalf),
    Other(Box<dyn Carrier>),
}

/// One WebSocket.
pub(crate) struct Stream {
    way: Way,
    line: Arc<Line>,
    reader: Reader,
    /// What was read and not understood yet.
    left: Bytes,
    /// Nothing more can be understood.
    is_broken: bool,
}

impl Stream {
    /// What became of a request, with messages of at most `limit` bytes coming in.
    pub fn new(upgraded: Upgraded, format: Format, limit: usize) -> Self {
        let (way, socket, left) = match upgrade::downcast::<TokioIo<TcpStream>>(upgraded) {
            Ok(parts) => {
                let (read, write) = parts.io.into_inner().into_split();
                (Way::Tcp(read), Some(write), parts.read_buf)
            }
            Err(upgraded) => {
                let other = Box::new(TokioIo::new(upgraded));
                (Way::Other(other), None, Bytes::new())
            }
        };
        Self {
            way,
            line: Arc::new(Line::new(socket, format)),
            reader: Reader::new(limit),
            left,
            is_broken: false,
        }
    }

    /// Its way out.
    pub fn line(&self) -> &Arc<Line> {
        &self.line
    }

    /// Whether what the peer says cannot be understood any more.
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// The next message. Nothing is read while there is something to write: whoever takes
    /// nothing is not listened to. Cancelling it loses nothing.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Message, End>> {
        loop {
            ready!(self.poll_flush(cx)).map_err(|_| End::Gone)?;
            if let Some(message) = self.understand()? {
                return Poll::Ready(Ok(message));
            }
            ready!(self.poll_read(cx)).map_err(|_| End::Gone)?;
        }
    }

    /// Ready when all that was to be written is.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Way::Other(other) = &mut self.way else {
            let never = |_: &mut Context<'_>, _: &[u8]| Poll::Pending;
            return self.line.poll_write(cx, never);
        };
        let write =
            |cx: &mut Context<'_>, bytes: &[u8]| Pin::new(&mut *other).poll_write(cx, bytes);
        ready!(self.line.poll_write(cx, write))?;
        Pin::new(other).poll_flush(cx)
    }

    /// Ready when the peer has said all it will ever say; none of it is looked at.
    pub fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            self.left = Bytes::new();
            if ready!(self.poll_read(cx)).is_err() {
                return Poll::Ready(());
            }
        }
    }

    /// Says that nothing more will be written.
    pub fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.way {
            Way::Tcp(read) => {
                let socket: &TcpStream = read.as_ref();
                Poll::Ready(socket2::SockRef::from(socket).shutdown(std::net::Shutdown::Write))
            }
            Way::Other(other) => Pin::new(other).poll_shutdown(cx),
        }
    }

    /// A message that is whole in what was read.
    fn understand(&mut self) -> Result<Option<Message>, End> {
        let mut input = &*self.left;
        let message = self.reader.next(&mut input);
        let taken = self.left.len().saturating_sub(input.len());
        match input.is_empty() {
            true => self.left = Bytes::new(),
            false => self.left.advance(taken),
        }
        self.is_broken |= message.is_err();
        message.map_err(End::Close)
    }

    /// Adds to what was read. Only to be called when nothing of it is left.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        BUFFER.with_borrow_mut(|buffer| {
            let mut buffer = ReadBuf::new(buffer);
            ready!(match &mut self.way {
                Way::Tcp(read) => Pin::new(read).poll_read(cx, &mut buffer),
                Way::Other(other) => Pin::new(other).poll_read(cx, &mut buffer),
            })?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
            self.left = Bytes::copy_from_slice(buffer.filled());
            Poll::Ready(Ok(()))
        })
    }
}
