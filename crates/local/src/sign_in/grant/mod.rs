//! The grants of the token endpoint that are for users, one file each.

pub mod code;
pub mod device;
pub mod exchange;
pub mod password;
pub mod refresh;
