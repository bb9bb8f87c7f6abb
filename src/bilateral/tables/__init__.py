"""Storage of a record: one Delta table for each kind of row, read with DuckDB.

schema    Arrow schema and codebook, derived from `bilateral.records`
lock      one writer at a time
delta     what this package needs of `deltalake`, and nothing else of it
originals bytes of documents as read
store     the record folder: append documents, rejections and runs
queries   views, and the rows about two states
pairs     which rows concern two states
copied    a copy of a large record, with the rows of each pair side by side
words     an index of the words of a large record
deriving  both, made in a process of their own
acts      what states did to each other in a whole record, counted in SQL
checks    what must hold on real output
export    CSV, JSON Lines and Parquet
"""
