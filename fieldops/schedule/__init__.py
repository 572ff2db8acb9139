"""What is due and how it stands, who does it, when it is tried again. Pure: records, documents and now come in as values."""
