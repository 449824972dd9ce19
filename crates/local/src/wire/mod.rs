//! What goes over a connection: the server, TLS, bodies.

pub mod body;
pub mod connection;
pub mod pace;
pub mod server;
pub mod service;
pub mod tls;
