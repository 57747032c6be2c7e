use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use shared::{
    frame::{ClientFrame, ServerFrame},
    limits::SUBPROTOCOL_JSON,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message, client::IntoClientRequest, handshake::client::Request, http::StatusCode,
    },
};

use super::{Ended, PATIENCE};

/// A connected client that speaks JSON.
pub struct JsonClient {
    pub socket: WebSocketStream<TcpStream>,
}

/// A handshake for JSON with these headers beside what every handshake has.
pub fn json_request(address: SocketAddr, headers: &[(&'static str, &str)]) -> Request {
    let mut request = format!("ws://{address}/live")
        .into_client_request()
        .unwrap();
    let protocol = ("sec-websocket-protocol", SUBPROTOCOL_JSON);
    for (name, value) in headers.iter().chain([&protocol]) {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    request
}

impl JsonClient {
    /// Knocks with these headers; the status when nobody opens.
    pub async fn knock(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, StatusCode> {
        let stream = TcpStream::connect(address).await.unwrap();
        match client_async(json_request(address, headers), stream).await {
            Ok((socket, response)) => {
                let agreed = &response.headers()["sec-websocket-protocol"];
                assert_eq!(agreed, SUBPROTOCOL_JSON);
                Ok(Self { socket })
            }
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Somebody who is signed in, on a page of this server.
    pub async fn with_cookie(address: SocketAddr, session: &str) -> Self {
        let origin = format!("http://{address}");
        let headers = [("cookie", session), ("origin", &origin)];
        Self::knock(address, &headers).await.unwrap()
    }

    /// A bot.
    pub async fn with_token(address: SocketAddr, token: &str) -> Self {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        Self::knock(address, &headers).await.unwrap()
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).unwrap();
        self.say(&text).await;
    }

    pub async fn say(&mut self, text: &str) {
        // The server may end the connection before all of it is sent.
        let _ = self.socket.send(Message::text(text)).await;
    }

    /// The next frame as it was written, or how the connection ended.
    pub async fn read(&mut self) -> Result<Value, Ended> {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await;
            match message.expect("something happens in time") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(_))) => panic!("a binary frame"),
                Some(Ok(Message::Close(Some(close)))) => {
                    return Err(Ended::Closed(close.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Ended::Lost),
            }
        }
    }

    /// Frames up to the first for which `wanted` gives something, and that.
    pub async fn until<T>(&mut self, mut wanted: impl FnMut(&ServerFrame) -> Option<T>) -> T {
        loop {
            let frame = self.read().await.unwrap_or_else(|end| panic!("{end:?}"));
            let frame: ServerFrame = serde_json::from_value(frame).unwrap();
            if let Some(found) = wanted(&frame) {
                return found;
            }
        }
    }

    /// How the connection ends, whatever comes before.
    pub async fn end(&mut self) -> Ended {
        loop {
            if let Err(end) = self.read().await {
                return end;
            }
        }
    }
}
