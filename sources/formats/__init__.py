"""One module a format. Each has `read`: a stream and its place in, documents, rejects and inner streams out."""
