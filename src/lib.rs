//! saring strains scraped Indonesian translations of Vietnamese news into clean, annotated records.
