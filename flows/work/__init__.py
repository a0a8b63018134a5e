"""The work of a build in pieces: plain functions of paths, done here or in other processes."""
