use shared::ApiError;

/// Why the store did not do what it was asked. Each is logged where it arises.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The row that the request is about does not exist.
    #[error("not found")]
    NotFound,
    /// The row is there, and not theirs to change.
    #[error("not allowed")]
    Forbidden,
    /// What was to be changed is not what it was.
    #[error("changed meanwhile")]
    Conflict,
    /// It must be somebody's alone, and somebody else has it.
    #[error("taken")]
    Taken,
    /// The request was not carried out and may be tried again: disk full, shutting down.
    #[error("the store cannot serve this now: {0}")]
    Unavailable(String),
    /// What is stored does not make sense.
    #[error("the stored data is not as expected: {0}")]
    Corrupt(String),
    /// The database cannot be used at all; only at start.
    #[error("the database cannot be opened: {0}")]
    Open(String),
}

impl StoreError {
    /// What a rule said.
    #[must_use]
    pub const fn from_rule(error: ApiError) -> Self {
        match error {
            ApiError::Conflict => Self::Conflict,
            ApiError::NotFound => Self::NotFound,
            _ => Self::Forbidden,
        }
    }

    /// Whether it tells of a fault, not of what somebody asked for.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::Corrupt(_) | Self::Open(_)
        )
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Forbidden => Self::Forbidden,
            StoreError::Conflict => Self::Conflict,
            StoreError::Taken => Self::Conflict,
            StoreError::Unavailable(_) => Self::Unavailable,
            StoreError::Corrupt(_) | StoreError::Open(_) => Self::Internal,
        }
    }
}
