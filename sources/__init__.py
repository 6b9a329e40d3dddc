"""Where documents come from: files, archives and rows of data. Every source yields `Document`s or `Reject`s."""
