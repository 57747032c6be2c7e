//! A socket that counts what goes through it: the bytes that TCP carries, without its own.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// Bytes both ways.
#[derive(Debug, Default)]
pub struct Count {
    down: AtomicU64,
    up: AtomicU64,
}

impl Count {
    /// From the server and to it, so far.
    pub fn read(&self) -> (u64, u64) {
        let read = |bytes: &AtomicU64| bytes.load(Ordering::Relaxed);
        (read(&self.down), read(&self.up))
    }
}

/// A counted socket.
#[derive(Debug)]
pub struct Metered {
    stream: TcpStream,
    count: Arc<Count>,
}

impl Metered {
    pub const fn new(stream: TcpStream, count: Arc<Count>) -> Self {
        Self { stream, count }
    }

    /// The port on this side.
    pub fn port(&self) -> u16 {
        self.stream.local_addr().map_or(0, |here| here.port())
    }

    /// Whether the other side has closed it, or says something that nobody asked for.
    pub fn is_stale(&self) -> bool {
        let read = self.stream.try_read(&mut [0]);
        !matches!(read, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }
}

fn add(count: &AtomicU64, bytes: usize) {
    count.fetch_add(u64::try_from(bytes).unwrap_or(0), Ordering::Relaxed);
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        add(
            &self.count.down,
            buffer.filled().len().saturating_sub(before),
        );
        read
    }
}

impl AsyncWrite for Metered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = written {
            add(&self.count.up, written);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
