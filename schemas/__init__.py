"""What the data must look like: records in memory, tables on disk, settings and errors. The ground floor."""
