"""report.html: what a person looks at first. One file, drawn from the tables of a release, that needs no network."""
