"""A journey as a booklet of A4 pages, printed as a PDF by a process apart."""
