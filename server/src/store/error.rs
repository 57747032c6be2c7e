use shared::ApiError;

/// Why the store did not do what it was asked. Each is logged where it arises.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The row that the request is about does not exist.
    #[error("not found")]
    NotFound,
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

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Unavailable(_) => Self::Unavailable,
            StoreError::Corrupt(_) | StoreError::Open(_) => Self::Internal,
        }
    }
}
