//! Statuses that objects of many kinds have.

use super::open_enum;

open_enum! {
    /// Whether something works now.
    pub enum LifecycleStatus {
        /// It works.
        ACTIVE,
        /// It is kept and does nothing.
        INACTIVE,
    }
}

open_enum! {
    /// Whether something is switched on.
    pub enum EnabledStatus {
        /// It is on.
        ENABLED,
        /// It is off.
        DISABLED,
    }
}
