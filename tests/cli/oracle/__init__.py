"""The figures of `sd report`, computed the slow way from the definitions alone: see ../report-oracle.py."""
