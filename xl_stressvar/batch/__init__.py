"""The firm-wide run: many portfolios, in parts that a later run keeps.

    job ── plan ── parts ── finish ── report
            │        │
            │        └── engines: this process, a pool of them, a cluster
            └── inputs checked and laid down once, with a fingerprint

job       JOB.toml: files and measures, read by the kinds that read a cell's arguments
inputs    returns, positions, instruments and hierarchy of Parquet, CSV or xlsx; refused by file, row
          and column
plan      what every worker reads: returns, positions, instruments, nodes; the fingerprint of all that
          counts
work      one block of portfolios: P&L, windows, VaR, ES, components
parts     a block's results as one file that appears whole, with its fingerprint and digest
engines   who works the blocks off
run       the whole of it; finish, report and verify come after

Nothing here is imported by a worksheet function, and pyarrow only here.
"""
