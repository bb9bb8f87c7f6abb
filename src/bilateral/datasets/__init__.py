"""Event data sets of others, read in their native files into the columns of coded events."""
