"""Storage of a record: one Delta table for each kind of row, read with DuckDB.

schema    Arrow schema and codebook, derived from `bilateral.records`
lock      one writer at a time
delta     what this package needs of `deltalake`, and nothing else of it
originals bytes of documents as read
store     the record folder: append documents, rejections and runs
queries   views, and the rows about two states
checks    what must hold on real output
export    CSV, JSON Lines and Parquet
"""
