//! The server as its clients see it, over real sockets, and its store as it sees that. One
//! program, because linking the server once for each file would take longer than running all.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod acme;
#[cfg(test)]
mod api;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod below;
#[cfg(test)]
mod bots;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod common;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod cross_site;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod example;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod first_run;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod framing;
#[cfg(test)]
mod gates;
#[cfg(test)]
mod handshake;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod invites;
#[cfg(test)]
mod json_link;
#[cfg(test)]
mod kept_pieces;
#[cfg(test)]
mod kept_rows;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod membership;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod once;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod people;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod roads;
#[cfg(test)]
mod room_invites;
#[cfg(test)]
mod room_settings;
#[cfg(test)]
mod store_contract;
#[cfg(test)]
mod synced;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod unread;
